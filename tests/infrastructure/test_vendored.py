"""The API and the e-mail function carry parts of `stills` and `contracts`, which must not import
packages that only the worker has."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.infrastructure.conftest import ROOT

FOREIGN = {"av", "boto3", "chalicelib", "cv2", "numpy", "rich", "worker"}

IMPORT_ALL = """
import sys
sys.path = [sys.argv[1], *(path for path in sys.path if "site-packages" in path or "lib/python" in path)]
for module in sys.argv[2:]:
    __import__(module)
print(*sys.modules)
"""  # noqa: E501 - one path, then one statement


def modules_in(folder: Path) -> list[str]:
    """Every module of `stills` and `contracts` that a deployable carries."""
    files = [*folder.glob("contracts/*.py"), *folder.glob("stills/**/*.py")]
    files += [each for link in folder.glob("stills/*/") for each in link.glob("*.py")]
    return sorted({".".join(file.relative_to(folder).with_suffix("").parts) for file in files})


@pytest.mark.parametrize("carrier", ["chalice_app/vendor", "email_fn"])
def test_vendored_modules_import_neither_av_nor_cv2(carrier: str) -> None:
    folder = ROOT / carrier
    modules = modules_in(folder)
    assert {"contracts.messages", "stills.options", "stills.manifest"} <= set(modules)

    imported = subprocess.run(  # noqa: S603 - the code is ours
        [sys.executable, "-I", "-c", IMPORT_ALL, str(folder), *modules],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert {name.partition(".")[0] for name in imported}.isdisjoint(FOREIGN)
