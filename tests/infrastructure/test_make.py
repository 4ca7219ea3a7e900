"""A page that cannot be built anew is not taken for the new one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.infrastructure.conftest import ROOT

MAKE = shutil.which("make")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what builds the page, with an old page, a Node.js, and an npm that fails to do what
    `NPM_FAILS` says."""
    for name in ("Makefile", "web/package.json", "web/package-lock.json", "web/.npmrc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "web" / "dist").mkdir()
    (tmp_path / "web" / "dist" / "index.html").write_text("an old page")
    npm = """#!/bin/sh
case "$*" in *"$NPM_FAILS"*) exit 1 ;; esac
case "$*" in
*ci*) mkdir -p web/node_modules ;;
*build*) mkdir -p web/dist && echo new > web/dist/index.html ;;
esac
"""
    (tmp_path / "bin").mkdir()
    for name, script in (("npm", npm), ("node", "#!/bin/sh\n")):
        (tmp_path / "bin" / name).write_text(script)
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def try_page(clone: Path, npm_fails: str) -> Path:
    os.utime(clone / "web" / "dist" / "index.html", (0, 0))
    environment = {"PATH": f"{clone / 'bin'}:{os.environ['PATH']}", "NPM_FAILS": npm_fails}
    assert MAKE
    subprocess.run([MAKE, "try-page"], cwd=clone, env=environment, check=True, capture_output=True)  # noqa: S603 - ours
    return clone / "web" / "dist" / "index.html"


@pytest.mark.skipif(not MAKE, reason="there is no make")
@pytest.mark.parametrize("fails", ["ci", "run build"])
def test_a_page_that_cannot_be_built_is_none(clone: Path, fails: str) -> None:
    assert not try_page(clone, fails).exists()


@pytest.mark.skipif(not MAKE, reason="there is no make")
def test_a_page_that_is_built_replaces_the_old_one(clone: Path) -> None:
    assert try_page(clone, "nothing").read_text() == "new\n"
