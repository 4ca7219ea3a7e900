"""`pip install .` brings the library and the command with what they import, and nothing else."""

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from stills.version import __version__
from tests.infrastructure.conftest import ROOT

PACKAGES = ("stills", "stills_client")
OPTIONAL = {"keyring"}
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel, built from a copy: setuptools leaves files beside what it builds."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    for package in (*PACKAGES, "contracts", "worker", "local"):
        shutil.copytree(ROOT / package, source / package)
    subprocess.run(  # noqa: S603 - the code is ours
        [sys.executable, "-c", BUILD, str(source)], cwd=source, check=True, capture_output=True
    )
    [built] = source.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        yield archive


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    [name] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return Parser().parsestr(wheel.read(name).decode())


def test_only_the_library_and_the_command_are_installed(wheel: zipfile.ZipFile) -> None:
    top = {name.partition("/")[0] for name in wheel.namelist()}

    assert top == {*PACKAGES, f"stills-{__version__}.dist-info"}


def test_the_whole_library_is_installed(wheel: zipfile.ZipFile) -> None:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    modules = {str(path.relative_to(ROOT)) for path in paths}

    assert modules | {"stills/py.typed"} <= set(wheel.namelist())


def test_its_version_is_the_one_in_the_source(metadata: Message) -> None:
    assert metadata["Version"] == __version__


def test_its_dependencies_are_what_it_imports(metadata: Message) -> None:
    required = {re.split(r"[^\w.-]", each)[0] for each in metadata.get_all("Requires-Dist", [])}

    assert required - OPTIONAL == set().union(*map(third_party_distributions, PACKAGES))
    assert set(metadata.get_all("Provides-Extra", [])) == OPTIONAL


def test_its_command_is_installed(wheel: zipfile.ZipFile) -> None:
    [name] = [name for name in wheel.namelist() if name.endswith("/entry_points.txt")]

    assert "stills = stills_client.main:main" in wheel.read(name).decode()


def third_party_distributions(package: str) -> set[str]:
    """The distributions of the modules that a package imports at run time."""
    paths = (ROOT / package).rglob("*.py")
    imported = {name.partition(".")[0] for path in paths for name in imports(path)}
    distributions = packages_distributions()
    third_party = imported - sys.stdlib_module_names - {*PACKAGES, *OPTIONAL, "_typeshed"}
    return {distributions[name][0] for name in third_party}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
