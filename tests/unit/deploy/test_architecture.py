from pathlib import Path

import pytest

from deploy.architecture import of_builder


@pytest.mark.parametrize(
    ("machine", "architecture"),
    [("arm64", "arm64"), ("aarch64", "arm64"), ("x86_64", "x86_64"), ("AMD64", "x86_64")],
)
def test_a_machine_builds_for_its_own_architecture(
    tmp_path: Path, machine: str, architecture: str
) -> None:
    assert of_builder(machine, tmp_path / "none") == architecture


def test_with_qemu_every_machine_builds_for_arm64(tmp_path: Path) -> None:
    assert of_builder("x86_64", tmp_path) == "arm64"
