"""The API and the worker carry a copy of `planning`: it must need nothing that either lacks."""

import subprocess
import sys
from pathlib import Path

import planning

FOREIGN = ("av", "chalicelib", "cli", "cv2", "numpy", "rich", "worker")


def test_it_imports_nothing_but_contracts_and_msgspec() -> None:
    [folder] = planning.__path__
    modules = [f"planning.{path.stem}" for path in Path(folder).glob("*.py")]
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"

    imported = subprocess.run(  # noqa: S603 - the code is ours
        [sys.executable, "-c", code],
        cwd=Path(folder).parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert {name.partition(".")[0] for name in imported}.isdisjoint(FOREIGN)
