"""A fingerprint changes with the inputs of a deployment, and with nothing else."""

import os
from pathlib import Path

import pytest

from deploy.fingerprint import fingerprint


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "messages.py").write_text("A = 1")
    app = tmp_path / "app"
    (app / "vendor").mkdir(parents=True)
    (app / "app.py").write_text("B = 2")
    (app / "vendor" / "contracts").symlink_to("../../contracts")
    return app


def test_the_same_files_have_the_same_fingerprint_wherever_they_are(source: Path) -> None:
    before = fingerprint([source], "local")

    os.utime(source / "app.py", (0, 0))
    moved = source.parent.rename(source.parent.with_name("moved")) / "app"

    assert fingerprint([moved], "local") == before


@pytest.mark.parametrize("changed", ["app/app.py", "contracts/messages.py", "app/new.py"])
def test_a_changed_or_new_file_changes_it_even_behind_a_link(source: Path, changed: str) -> None:
    before = fingerprint([source], "local")

    (source.parent / changed).write_text("C = 3")

    assert fingerprint([source], "local") != before


def test_a_renamed_file_changes_it(source: Path) -> None:
    before = fingerprint([source], "local")

    (source / "app.py").rename(source / "main.py")

    assert fingerprint([source], "local") != before


def test_a_setting_changes_it(source: Path) -> None:
    assert fingerprint([source], "3.11") != fingerprint([source], "3.12")


def test_compiled_python_does_not_change_it(source: Path) -> None:
    before = fingerprint([source], "local")

    (source / "__pycache__").mkdir()
    (source / "__pycache__" / "app.cpython-311.pyc").write_bytes(b"compiled")

    assert fingerprint([source], "local") == before
