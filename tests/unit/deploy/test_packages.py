"""Finished packages contain bytecode, and only the AWS services in use."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy.packages import SERVICES, finish, finish_zip
from deploy.tools import ROOT


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "package"
    for service in ("s3", "ec2"):
        (root / "botocore" / "data" / service).mkdir(parents=True)
        (root / "botocore" / "data" / service / "service-2.json").write_text("{}")
    (root / "botocore" / "data" / "endpoints.json").write_text("{}")
    stale = root / "chalicelib" / "__pycache__" / "old.cpython-311.pyc"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"of another machine")
    (root / "app.py").write_text("def fail():\n    raise ValueError('no such video')\n")
    return root


@pytest.fixture
def archive(package: Path, tmp_path: Path) -> Path:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as file:
        for each in sorted(package.rglob("*.*")):
            file.write(each, each.relative_to(package))
    return path


def test_only_the_services_in_use_remain(package: Path) -> None:
    finish(package)

    data = package / "botocore" / "data"
    assert {path.name for path in data.iterdir()} == {"s3", "endpoints.json"}
    assert "s3" in SERVICES


def test_a_module_is_not_compiled_again(package: Path) -> None:
    finish(package)

    # Bytecode whose validity is not checked is used even if the source changes.
    (package / "app.py").write_text("print('compiled again')\n")
    ran = subprocess.run(
        [sys.executable, "-c", "import app; app.fail()"],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == ""
    assert f'File "{package}/app.py", line 2, in fail' in ran.stderr


def test_a_zip_is_finished_once(archive: Path) -> None:
    finish_zip(archive)
    first = archive.read_bytes()

    finish_zip(archive)

    with zipfile.ZipFile(archive) as file:
        names = file.namelist()
    assert f"__pycache__/app.{sys.implementation.cache_tag}.pyc" in names
    assert "botocore/data/ec2/service-2.json" not in names
    assert "chalicelib/__pycache__/old.cpython-311.pyc" not in names
    assert archive.read_bytes() == first


def test_every_service_that_a_function_calls_remains() -> None:
    roots = [ROOT / "chalice_app" / "chalicelib", ROOT / "email_fn" / "notifications"]
    code = "".join(path.read_text() for root in roots for path in root.rglob("*.py"))

    called = set(re.findall(r'client\(\s*"([a-z0-9-]+)"', code))

    assert {"s3", "cognito-idp", "sesv2"} <= called
    assert called <= SERVICES
