"""What cannot build the worker's image says so before the deployment begins."""

from pathlib import Path

import pytest

from deploy import image
from deploy.tools import DeploymentError


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without an engine. Returns the directory of its programs."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setattr(image, "SOCKET", tmp_path / "docker.sock")
    return tmp_path


def test_a_machine_without_an_engine_is_told_what_is_missing(bare: Path) -> None:
    with pytest.raises(DeploymentError, match="Docker or Finch") as refused:
        image.require_engine()

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("engine", ["docker", "finch"])
def test_an_engine_must_run(bare: Path, engine: str) -> None:
    program = bare / engine
    program.write_text("#!/bin/sh\nexit 1\n")  # as if its daemon did not run
    program.chmod(0o755)
    with pytest.raises(DeploymentError, match="neither runs here"):
        image.require_engine()

    program.write_text("#!/bin/sh\n")

    image.require_engine()


def test_an_engine_is_found_without_its_program(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://builder:2375")

    image.require_engine()
