"""Describes the machine that runs the benchmark."""

import os
import platform
import re
import subprocess
from pathlib import Path

import av
import cv2
from msgspec import Struct


class Machine(Struct, frozen=True):
    cpu: str
    cores: int
    memory_gib: float
    system: str
    python: str
    ffmpeg: str
    av: str
    opencv: str


def this_machine() -> Machine:
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1),
        system=f"{_distribution()}, {platform.system()} {platform.machine()}",
        python=platform.python_version(),
        ffmpeg=_ffmpeg(),
        av=f"{av.__version__}, FFmpeg {av.ffmpeg_version_info}",
        opencv=cv2.__version__,
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


def _ffmpeg() -> str:
    ran = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True)  # noqa: S607
    return ran.stdout.split()[2]
