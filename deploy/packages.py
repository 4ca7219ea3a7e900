"""Makes the packages of the zip functions small and quick to start.

A cold start loads the package, and Lambda's file system is read-only: without bytecode in it, every
cold start compiles all that it imports.
"""

import compileall
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode

SERVICES = frozenset({"cognito-idp", "dynamodb", "s3", "secretsmanager", "sesv2", "sns", "sqs"})
"""The AWS services that the functions call. botocore brings the models of all others, 24 MB."""


FINISHED = f"__pycache__/app.{sys.implementation.cache_tag}.pyc"
"""Only a finished package has it: Chalice packs app.py without what is beside it."""


def finish(package: Path) -> None:
    """Removes what the functions never read from an unpacked package, and adds bytecode. The code
    must have been installed for the Python that runs this."""
    for model in _directories(package / "botocore" / "data"):
        if model.name not in SERVICES:
            shutil.rmtree(model)
    for name in ("data", "examples"):
        shutil.rmtree(package / "boto3" / name, ignore_errors=True)
    for bytecode in list(package.rglob("__pycache__")):  # of this machine, packed by the tools
        shutil.rmtree(bytecode)
    compileall.compile_dir(
        package,
        quiet=1,
        stripdir=package,
        prependdir="/var/task",  # the same bytecode, wherever the package was unpacked
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )


def finish_zip(archive: Path) -> None:
    """Does the same with a zip, unless it was done before."""
    with zipfile.ZipFile(archive) as package:
        if FINISHED in package.namelist():
            return
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = Path(scratch) / "package"
        shutil.unpack_archive(archive, unpacked, "zip")
        finish(unpacked)
        finished = shutil.make_archive(str(Path(scratch) / "finished"), "zip", unpacked)
        shutil.move(finished, archive)


def _directories(path: Path) -> list[Path]:
    return [child for child in path.iterdir() if child.is_dir()] if path.is_dir() else []
