"""What is deployed brings all that it imports, for the emulator lends functions its packages."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

IMPORT = """
import sys
sys.path.insert(0, sys.argv[1])
__import__(sys.argv[2])
"""


def imports_alone(artefact: Path, module: str, environment: dict[str, str]) -> None:
    """Imports a function's module with the standard library and its artefact, and nothing else."""
    subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-S", "-c", IMPORT, str(artefact), module],
        env=environment,
        check=True,
    )


@pytest.fixture
def api(cloud, tmp_path):
    """The unpacked package of the Chalice functions, and the environment of its stage."""
    chalice = cloud.home / "chalice" / ".chalice"
    newest = max((chalice / "deployments").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    zipfile.ZipFile(newest).extractall(tmp_path)
    config = json.loads((chalice / "config.json").read_text())
    return tmp_path, config["stages"]["local"]["environment_variables"]


def test_the_apis_package_brings_all_that_it_imports(api):
    package, environment = api

    imports_alone(package, "app", {**environment, "AWS_DEFAULT_REGION": "us-east-1"})


def test_the_emails_package_brings_all_that_it_imports(cloud):
    environment = {"AWS_DEFAULT_REGION": "us-east-1"}

    imports_alone(cloud.home / "build" / "EmailFunction", "handler", environment)


def test_a_package_that_lacks_something_is_noticed(api):
    package, environment = api
    next(package.glob("itsdangerous*/__init__.py")).unlink()

    with pytest.raises(subprocess.CalledProcessError):
        imports_alone(package, "app", environment)
