"""Whether an image can be built, and what is said if it cannot."""

from pathlib import Path

import pytest

from deploy.tools import DeploymentError
from local.container import debian


@pytest.fixture(autouse=True)
def _debian_as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")


def test_root_with_the_tools_of_debian_can_build_an_image() -> None:
    assert debian.can_build("3.11")
    assert debian.can_build("3.13")


def test_a_version_of_python_that_debian_lacks_is_refused(tmp_path: Path) -> None:
    assert not debian.can_build("3.12")

    with pytest.raises(DeploymentError, match=r"Python 3\.12; try PYTHON_VERSION=3\.13"):
        debian.prepare("3.12", tmp_path / "log")


def test_only_root_on_linux_can_build_an_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert not debian.can_build("3.13")
    with pytest.raises(DeploymentError, match="only on Linux and as root"):
        debian.prepare("3.13", tmp_path / "log")


def test_missing_tools_are_named_where_they_cannot_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)

    assert not debian.can_build("3.13")
    with pytest.raises(DeploymentError, match="install buildah and mmdebstrap"):
        debian.prepare("3.13", tmp_path / "log")
