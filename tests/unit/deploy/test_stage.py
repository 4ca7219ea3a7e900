"""A stack's outputs become a Chalice stage's environment and its functions' policies."""

import json
from pathlib import Path

import pytest

from deploy import stage
from deploy.tools import DeploymentError

OUTPUTS = {
    "VideosBucketName": "stills-dev-videos",
    "VideosBucketArn": "arn:aws:s3:::stills-dev-videos",
    "UserPoolId": "us-east-1_abc",
}


@pytest.fixture
def chalice_dir(tmp_path: Path) -> Path:
    (tmp_path / "policies").mkdir()
    config = {"app_name": "stills", "stages": {"prod": {"environment_variables": {"A": "b"}}}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    policy = {"Statement": [{"Action": "s3:GetObject", "Resource": "${VideosBucketArn}/*/source"}]}
    (tmp_path / "policies" / "uploads.json").write_text(json.dumps(policy))
    return tmp_path


def test_an_outputs_name_becomes_a_variables_name() -> None:
    assert stage.environment(OUTPUTS) == {
        "USER_POOL_ID": "us-east-1_abc",
        "VIDEOS_BUCKET_ARN": "arn:aws:s3:::stills-dev-videos",
        "VIDEOS_BUCKET_NAME": "stills-dev-videos",
    }


def test_a_policy_names_the_stacks_own_resources(chalice_dir: Path) -> None:
    stage.record(chalice_dir, "dev", OUTPUTS)

    policy = json.loads((chalice_dir / "policy-dev-uploads.json").read_text())
    assert policy["Statement"][0]["Resource"] == "arn:aws:s3:::stills-dev-videos/*/source"


def test_the_stage_is_recorded_beside_the_others(chalice_dir: Path) -> None:
    stage.record(chalice_dir, "dev", OUTPUTS)

    stages = json.loads((chalice_dir / "config.json").read_text())["stages"]
    assert stages["dev"]["environment_variables"]["USER_POOL_ID"] == "us-east-1_abc"
    assert stages["dev"]["lambda_functions"] == {
        "uploads": {"iam_policy_file": "policy-dev-uploads.json"}
    }
    assert stages["prod"] == {"environment_variables": {"A": "b"}}


def test_a_policy_with_an_unknown_output_is_refused_by_name(chalice_dir: Path) -> None:
    (chalice_dir / "policies" / "sweep.json").write_text('{"Resource": "${NoSuchArn}"}')

    with pytest.raises(DeploymentError, match=r"sweep\.json names 'NoSuchArn'"):
        stage.record(chalice_dir, "dev", OUTPUTS)
