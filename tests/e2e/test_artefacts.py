"""Each deployed package contains everything that it imports.

The emulator cannot show this: its functions can import the emulator's own packages.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.e2e.conftest import LocalCloud

pytestmark = pytest.mark.e2e

IMPORT = """
import sys
sys.path.insert(0, sys.argv[1])
__import__(sys.argv[2])
"""


def imports_alone(artefact: Path, module: str, environment: dict[str, str]) -> None:
    """Imports a module with only the standard library and the artefact on the path."""
    subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-S", "-c", IMPORT, str(artefact), module],
        env=environment,
        check=True,
    )


@pytest.fixture
def api(cloud: LocalCloud, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """The unpacked package of the API's functions, and the environment of their stage."""
    chalice = cloud.home / "chalice" / ".chalice"
    newest = max((chalice / "deployments").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    zipfile.ZipFile(newest).extractall(tmp_path)
    config = json.loads((chalice / "config.json").read_text())
    return tmp_path, config["stages"]["local"]["environment_variables"]


def test_the_apis_package_contains_all_that_it_imports(api: tuple[Path, dict[str, str]]) -> None:
    package, environment = api

    imports_alone(package, "app", {**environment, "AWS_DEFAULT_REGION": "us-east-1"})


def test_the_emails_package_contains_all_that_it_imports(cloud: LocalCloud) -> None:
    environment = {"AWS_DEFAULT_REGION": "us-east-1"}

    imports_alone(cloud.home / "build" / "EmailFunction", "handler", environment)


def test_an_incomplete_package_is_detected(api: tuple[Path, dict[str, str]]) -> None:
    package, environment = api
    next(package.glob("itsdangerous*/__init__.py")).unlink()

    with pytest.raises(subprocess.CalledProcessError):
        imports_alone(package, "app", environment)
