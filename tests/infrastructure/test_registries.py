"""No file names the registry from which packages come: each machine has its own."""

import json
import os
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from pip._internal.models.index import PyPI

from tests.infrastructure.conftest import ROOT

VARIABLES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX")


def output_of(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout


def registries() -> set[str]:
    """The hosts of the registries that pip, uv and npm use by default and on this machine."""
    urls = [os.environ.get(name, "") for name in VARIABLES]
    urls += output_of(sys.executable, "-m", "pip", "config", "list").replace("'", " ").split()
    if npm := shutil.which("npm"):
        urls.append(output_of(npm, "config", "get", "registry").strip())
    hosts = {urlsplit(url).hostname for each in urls for url in each.split() if "://" in url}
    return {PyPI.netloc, PyPI.file_storage_domain, *filter(None, hosts)} - {"localhost"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only git knows the project's files")
def test_no_file_names_a_registry() -> None:
    tracked = [ROOT / name for name in output_of("git", "ls-files", "-z").split("\0") if name]
    named = registries()
    assert named

    found = {
        str(path.relative_to(ROOT)): host
        for path in tracked
        if path.is_file()
        for host in named
        if host.encode() in path.read_bytes()
    }

    assert found == {}


def test_npm_locks_content_and_not_its_place() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}

    assert "omit-lockfile-registry-resolved=true" in (ROOT / "web" / ".npmrc").read_text()
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
