"""The command does the whole job: from a file on this machine to a zip of its images."""

import json
import os
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from local.client import Client
from tests.e2e.conftest import LocalCloud

STILLS = Path(sys.executable).with_name("stills")

PASSWORD = "Correct-Horse-9"

pytestmark = pytest.mark.e2e


def test_a_file_becomes_a_zip_with_one_command(
    cloud: LocalCloud, clip: Path, tmp_path: Path
) -> None:
    email = f"{uuid4().hex}@example.com"
    with closing(Client(cloud.outputs["api_url"])) as client:
        client.register(email, PASSWORD)
        client.confirm(email, "123456")
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "STILLS_API_URL": cloud.outputs["api_url"],
        "STILLS_PASSWORD": PASSWORD,
    }

    def stills(*arguments: object) -> str:
        return subprocess.run(  # noqa: S603 - the command is ours
            [STILLS, *map(str, arguments)],
            env=environment,
            cwd=tmp_path,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        ).stdout

    stills("login", "--email", email)
    [video] = map(
        json.loads, stills("upload", clip, "-o", "images", "--every", 2, "--json").splitlines()
    )

    assert video["status"] == "completed"
    with zipfile.ZipFile(tmp_path / video["file"]) as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".jpg")]
    assert len(pictures) == video["archive"]["images"] > 0
    assert stills("ls").split()[0] == video["id"]
