"""Two checkouts deploy one stage: one after the other, and at the same time."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from local.settings import ROOT, STAGE, Settings
from tests.e2e.conftest import LocalCloud

pytestmark = pytest.mark.e2e

SECONDS = 300
APPLICATION = (
    ".chalice",
    "chalice_app",
    "contracts",
    "email_fn",
    "requirements",
    "stills",
    "worker",
)


@pytest.fixture
def checkout(cloud: LocalCloud, tmp_path: Path) -> Path:
    """Another checkout, which has deployed nothing. To be quick, it has the tools of this one, its
    page, and what Chalice packed."""
    for name in (*APPLICATION, "deploy"):
        shutil.copytree(
            ROOT / name,
            tmp_path / name,
            symlinks=True,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    # No link: SAM would look for what it has built beside the link's target.
    shutil.copy(ROOT / "template.yaml", tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "dist").symlink_to(ROOT / "web" / "dist")
    (tmp_path / ".stills").mkdir()
    (tmp_path / ".stills" / "venvs").symlink_to(ROOT / ".stills" / "venvs")
    packed = Path("chalice", ".chalice", "deployments")
    shutil.copytree(cloud.home / packed, tmp_path / ".stills" / "deployments" / STAGE / packed)
    return tmp_path


def deploying(cloud: LocalCloud, directory: Path) -> subprocess.Popen[str]:
    """`make deploy` in a checkout, with the endpoint of the cloud in the environment."""
    settings = Settings(home=cloud.home, port=cloud.port)
    command = [sys.executable, "-m", "deploy", "up", STAGE, "CodesSentBy=cognito"]
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=directory,
        env=os.environ | settings.aws_environment() | {"SAM_CLI_POLL_DELAY": "0.2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def deployments_bucket(cloud: LocalCloud) -> str:
    names = [bucket["Name"] for bucket in cloud.aws("s3").list_buckets()["Buckets"]]
    [found] = [name for name in names if name.startswith("stills-deployments-")]
    return str(found)


def is_locked(cloud: LocalCloud) -> bool:
    s3 = cloud.aws("s3")
    try:
        held = s3.get_object(Bucket=deployments_bucket(cloud), Key=f"{STAGE}/lock.json")
    except s3.exceptions.NoSuchKey:
        return False
    return datetime.fromisoformat(json.load(held["Body"])["until"]) > datetime.now(UTC)


def deployed(cloud: LocalCloud) -> dict[str, Any]:
    """What a second API, or a second mapping of a queue, would change, and the parameters."""
    apis = cloud.aws("apigateway").get_rest_apis()["items"]
    mappings = cloud.aws("lambda").list_event_source_mappings()["EventSourceMappings"]
    [stack] = cloud.aws("cloudformation").describe_stacks(StackName=f"stills-{STAGE}")["Stacks"]
    return {
        "apis": [(api["name"], api["id"]) for api in apis],
        "mappings": sorted(
            (each["UUID"], each["EventSourceArn"], each["State"], *each["FunctionResponseTypes"])
            for each in mappings
        ),
        "parameters": {
            each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]
        },
    }


@pytest.mark.timeout(3 * SECONDS)
def test_a_checkout_without_a_record_updates_what_is_there_while_another_is_refused(
    cloud: LocalCloud, page_url: str, checkout: Path
) -> None:
    before = deployed(cloud)
    cloud.aws("s3").delete_object(Bucket=deployments_bucket(cloud), Key=f"{STAGE}/chalice.json")

    with deploying(cloud, checkout) as first:
        try:
            cloud.wait_until(lambda: is_locked(cloud) or first.poll() is not None, SECONDS)
            with deploying(cloud, ROOT) as second:
                refused = second.communicate(timeout=SECONDS)[0]
            said = first.communicate(timeout=SECONDS)[0]
        finally:
            first.terminate()  # it gives the lock back

    assert (first.returncode, second.returncode) == (0, 1), said
    assert f"has been deploying {STAGE} since" in refused
    assert len(refused.splitlines()) == 1
    assert f"Deployed {STAGE}: {cloud.outputs['api_url']}\n" in said
    assert f"Page: {page_url}" in said
    assert deployed(cloud) == before
