"""Describes the machine that runs the benchmark."""

import os
import platform
import re
from pathlib import Path

import av
import cv2
from msgspec import Struct

from bench.contenders import versions


class Machine(Struct, frozen=True):
    """`contenders` has the versions of those that do not come with Stills, None of those that do
    not run."""

    cpu: str
    cores: int
    memory_gib: float
    system: str
    python: str
    av: str
    opencv: str
    contenders: dict[str, str | None]

    @property
    def sentence(self) -> str:
        versions = (f"{name} {version}" for name, version in self.contenders.items() if version)
        return (
            f"{self.cpu}, {self.cores} cores, {self.memory_gib:g} GiB; {self.system}; Python "
            f"{self.python}; PyAV {self.av}; OpenCV {self.opencv}; {'; '.join(versions)}"
        )


def this_machine() -> Machine:
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1),
        system=f"{_distribution()}, {platform.system()} {platform.machine()}",
        python=platform.python_version(),
        av=f"{av.__version__} with FFmpeg {av.ffmpeg_version_info}",
        opencv=cv2.__version__,
        contenders=versions(),
    )


def _cpu() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor()


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()
