"""The tools of Debian that build an image, and a base image made with them."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from deploy.tools import DeploymentError, run

PACKAGES = ("buildah", "mmdebstrap")
RELEASES = {"3.11": "bookworm", "3.13": "trixie"}
"""The release of Debian whose Python has this version."""
CONFINED = (
    *("setpriv", "--pdeathsig", "KILL"),
    *("unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"),
)
"""A command after it ends with this process, even if this is killed, and leaves neither processes
nor mounts: they are in namespaces of its own, which the kernel removes."""
INCLUDED = "python3,python3-pip,python-is-python3,ca-certificates"


def can_build(python_version: str) -> bool:
    return not _obstacle(python_version) and all(map(shutil.which, PACKAGES))


def prepare(python_version: str, log: Path) -> None:
    """Installs PACKAGES if they are missing. Raises DeploymentError if no image can be built."""
    if obstacle := _obstacle(python_version):
        raise DeploymentError(obstacle)
    if can_build(python_version):
        return
    if not shutil.which("apt-get"):
        raise DeploymentError(f"install {' and '.join(PACKAGES)} to build the worker's image")
    run(["apt-get", "update", "-qq"], log=log, echo=False)
    options = ["install", "-qq", "--yes", "--no-install-recommends"]
    run(["apt-get", *options, *PACKAGES], log=log, echo=False)


def _obstacle(python_version: str) -> str | None:
    if platform.system() != "Linux" or os.geteuid() != 0:
        return "the worker's image is built only on Linux and as root; `make deploy` uses Docker"
    if python_version not in RELEASES:
        return f"no release of Debian has Python {python_version}; try PYTHON_VERSION=3.13"
    return None


def make_base(python_version: str, archive: Path, scratch: Path, log: Path) -> None:
    """Writes the file system of a minimal Debian with this version of Python to a tar archive.
    Uses the directory `scratch`. Raises DeploymentError."""
    release = RELEASES[python_version]
    options = ["--variant=minbase", f"--include={INCLUDED}"]
    sources = [f"deb {mirror} {release} main" for mirror in _own_mirrors()[:1]]
    command: list[str | Path] = [*CONFINED, "mmdebstrap", *options, release, archive, *sources]
    run(command, log=log, echo=False, environ={"TMPDIR": str(scratch)})


def _own_mirrors() -> list[str]:
    """Where this machine's own packages of Debian come from; if unknown, Debian's tools know."""
    query = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"]
    if not shutil.which("apt-get"):
        return []
    sites = subprocess.run(query, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return [site for site in sites.splitlines() if site.endswith("/debian")]
