"""Builds the worker's image from its Dockerfile and unpacks it."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.fingerprint import fingerprint
from deploy.tools import ROOT, run
from local.container import debian

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
INPUTS = ("contracts", "requirements/worker-image.txt", "stills", "worker")
NAME = "localhost/stills-worker"
HOME = ROOT / ".stills" / "image"
DESCRIPTION = "image.json"


@dataclass(frozen=True)
class Image:
    """An unpacked image, and the program that it starts with its arguments."""

    files: Path
    working_directory: str
    command: tuple[str, ...]


def build(python_version: str, report: Callable[[str], None], home: Path = HOME) -> Image:
    """Returns the image of the present code: as it was unpacked before if nothing has changed,
    otherwise built anew. Raises DeploymentError."""
    with _alone(home):
        now = fingerprint([ROOT / name for name in INPUTS], python_version)
        description = home / DESCRIPTION
        if not description.exists() or json.loads(description.read_text())["fingerprint"] != now:
            description.unlink(missing_ok=True)
            configuration = _Builder(home, python_version, report).build()
            description.write_text(json.dumps({**configuration, "fingerprint": now}))
        return built(home)


def built(home: Path = HOME) -> Image:
    """The image that was built last. Raises FileNotFoundError."""
    configuration = json.loads((home / DESCRIPTION).read_text())
    command = (*configuration["Entrypoint"], *configuration["Cmd"])
    return Image(home / "files", configuration["WorkingDir"], command)


@dataclass(frozen=True)
class _Builder:
    home: Path
    python_version: str
    report: Callable[[str], None]

    def build(self) -> dict[str, object]:
        """Unpacks the image into `files`, and returns its configuration."""
        debian.prepare(self.python_version, self._log)
        self._remove_remains()
        if not self._exists(self._base):
            self._make_base()
        self.report("Building the worker's image")
        files = self.home / "files"
        shutil.rmtree(files, ignore_errors=True)
        options = ["--isolation", "chroot", "--layers", "--tag", NAME]
        options += ["--build-arg", f"BASE_IMAGE={self._base}", "--file", "worker/Dockerfile"]
        if CERTIFICATES.exists():  # also those that this machine trusts by itself
            options += ["--volume", f"{CERTIFICATES}:{CERTIFICATES}:ro"]
        self._buildah("bud", *options, "--output", f"type=local,dest={files}", ROOT)
        files.chmod(0o755)
        shutil.rmtree(self._scratch)
        inspect = [*self._command, "inspect", "--type", "image", NAME]
        described = subprocess.run(inspect, capture_output=True, check=True)  # noqa: S603
        configuration: dict[str, object] = json.loads(described.stdout)["OCIv1"]["config"]
        return configuration

    def _remove_remains(self) -> None:
        """Of a build that was killed: its containers, and what its tools had in their hands."""
        for remains in (self.home / "run", self._scratch):
            shutil.rmtree(remains, ignore_errors=True)
        self._base_archive.unlink(missing_ok=True)
        self._scratch.mkdir()
        self._buildah("rm", "--all")

    def _make_base(self) -> None:
        self.report(f"Building a base image with Python {self.python_version}")
        archive = self._base_archive
        debian.make_base(self.python_version, archive, self._scratch, self._log)
        self._buildah("from", "--name", "base", "scratch")
        self._buildah("add", "base", archive, "/")
        self._buildah("commit", "--rm", "base", self._base)
        archive.unlink()

    def _exists(self, name: str) -> bool:
        query = [*self._command, "inspect", "--type", "image", name]
        return subprocess.run(query, capture_output=True, check=False).returncode == 0  # noqa: S603

    def _buildah(self, *arguments: str | Path) -> None:
        command = [*debian.CONFINED, *self._command, *arguments]
        run(command, log=self._log, echo=False, environ={"TMPDIR": str(self._scratch)})

    @property
    def _base_archive(self) -> Path:
        return self.home / "base.tar"

    @property
    def _scratch(self) -> Path:
        return self.home / "tmp"

    @property
    def _base(self) -> str:
        return f"localhost/stills-base:{self.python_version}"

    @property
    def _command(self) -> list[str | Path]:
        return ["buildah", "--root", self.home / "storage", "--runroot", self.home / "run"]

    @property
    def _log(self) -> Path:
        return self.home / "build.log"


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Waits for another process that builds the image."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
