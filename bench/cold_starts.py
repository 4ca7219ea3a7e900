"""Compares what a cold start imports with boto3 alone; `make bench ARGS=cold`."""

import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.rounds import compare

BUILT = Path(".stills")
ROUNDS = 15
MAX_RATIO, MAX_MEGABYTES = 1.3, 12
IMPORT = "import sys; sys.path.insert(0, sys.argv[1]); __import__(sys.argv[2])"


@dataclass(frozen=True)
class Package:
    """`size` is that of the zip, in bytes."""

    name: str
    module: str
    folder: Path
    size: int
    variables: Mapping[str, str]


def show(console: Console) -> int:
    """Prints a table of the packages that `make demo` deployed. Returns the exit status."""
    if not (BUILT / "chalice").exists():
        console.print("error: nothing was deployed here yet; run `make demo` first")
        return 2
    table = Table("Function", "Import / boto3", f"At most {MAX_RATIO}", "MB", box=None)
    with tempfile.TemporaryDirectory() as scratch:
        for package in (_api(Path(scratch)), _email()):
            with console.status(package.name), _environment(package.variables):
                ratio = compare(_import(package, package.module), _import(package, "boto3"), ROUNDS)
            kept = "yes" if ratio.cpu <= MAX_RATIO else "no"
            table.add_row(package.name, f"{ratio.cpu:.2f}", kept, f"{package.size / 1e6:.1f}")
    console.print(table)
    return 0


def _api(scratch: Path) -> Package:
    project = BUILT / "chalice" / ".chalice"
    archive = max((project / "deployments").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    zipfile.ZipFile(archive).extractall(scratch)
    config = json.loads((project / "config.json").read_text())
    variables = config["stages"]["local"]["environment_variables"]
    return Package("API", "app", scratch, archive.stat().st_size, variables)


def _email() -> Package:
    folder = BUILT / "build" / "EmailFunction"
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in folder.rglob("*"):
                archive.write(path, path.relative_to(folder))
        size = file.tell()
    return Package("E-mail", "handler", folder, size, {})


def _import(package: Package, module: str) -> list[str]:
    """The command that imports it with only the package and the standard library, and writes no
    bytecode."""
    return [sys.executable, "-I", "-S", "-B", "-c", IMPORT, str(package.folder), module]


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables, AWS_DEFAULT_REGION="us-east-1")
    yield
    os.environ.clear()
    os.environ.update(before)
