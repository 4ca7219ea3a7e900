"""The deployer's policy allows what a deployment and its commands call, on resources of Stills."""

import json
import re
from typing import Any

import pytest

from tests.infrastructure.conftest import ROOT, Template

POLICY: dict[str, Any] = json.loads((ROOT / "docs" / "deployer-policy.json").read_text())
STATEMENTS = {statement["Sid"]: statement for statement in POLICY["Statement"]}
PREFIX = {"sesv2": "ses", "sts": ""}
"""The prefix of permissions, if it is not the client's name; identifying oneself needs none."""


def actions(*sids: str) -> set[str]:
    found = [STATEMENTS[sid]["Action"] for sid in sids or STATEMENTS]
    return {action for each in found for action in (each if isinstance(each, list) else [each])}


def services_called() -> set[str]:
    code = "\n".join(
        path.read_text()
        for folder in ("deploy", "operate")
        for path in (ROOT / folder).glob("*.py")
    )
    clients = re.findall(r'boto3\.(?:client|resource)\(\s*"([\w-]+)"', code)
    return {PREFIX.get(client, client) for client in clients} - {""}


def test_every_service_that_is_called_is_allowed() -> None:
    called = services_called()
    assert {"cognito-idp", "logs", "s3", "ses"} <= called
    assert called <= {action.partition(":")[0] for action in actions()}


def test_every_kind_of_resource_is_allowed(template: Template) -> None:
    prefixes = {"Logs": "logs", "Cognito": "cognito-idp", "Serverless": "lambda"}
    kinds = {resource["Type"].split("::")[1] for resource in template.resources.values()}
    allowed = {action.partition(":")[0] for action in actions()}
    assert {prefixes.get(kind, kind.lower()) for kind in kinds} <= allowed


def test_whole_services_are_allowed_only_on_resources_of_stills() -> None:
    for sid, statement in STATEMENTS.items():
        if any(action.endswith(":*") for action in actions(sid)):
            for resource in statement["Resource"]:
                named = re.search(
                    r"stills|aws-sam-cli-managed-default|Secret-|Serverless", resource
                )
                assert named, resource


def test_roles_can_be_passed_only_to_services_that_run_them() -> None:
    passing = STATEMENTS["RolesForServices"]
    assert passing["Action"] == "iam:PassRole"
    services = passing["Condition"]["StringEquals"]["iam:PassedToService"]
    assert services == ["apigateway.amazonaws.com", "lambda.amazonaws.com"]
    assert not {action for action in actions() if action in ("iam:*", "*", "iam:PassRole*")}


def test_it_fits_into_a_managed_policy() -> None:
    assert len(json.dumps(POLICY, separators=(",", ":"))) <= 6144


@pytest.mark.parametrize("line", ["vars.AWS_DEPLOY_ROLE != ''", "id-token: write", "make smoke"])
def test_the_workflow_deploys_only_with_its_variables(line: str) -> None:
    assert line in (ROOT / ".github" / "workflows" / "deploy.yml").read_text()
