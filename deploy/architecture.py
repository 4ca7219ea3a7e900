"""Which architecture this machine can build the worker's image for."""

import platform
from pathlib import Path

EMULATION = Path("/proc/sys/fs/binfmt_misc/qemu-aarch64")
"""Linux runs programs for arm64 with QEMU if it is registered here, also in containers."""


def of_builder(machine: str | None = None, emulation: Path = EMULATION) -> str:
    """arm64 if images for it can be built here, since it costs less on Lambda; else x86_64."""
    native = (machine or platform.machine()).lower() in ("arm64", "aarch64")
    return "arm64" if native or emulation.exists() else "x86_64"
