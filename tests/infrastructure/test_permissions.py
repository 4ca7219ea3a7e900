import json
import re
from collections.abc import Iterator
from string import Template as Placeholders
from typing import Any

import pytest

from tests.infrastructure.conftest import ROOT, Template

POLICIES = sorted((ROOT / ".chalice" / "policies").glob("*.json"))
FUNCTIONS = ["api_handler", "dead_jobs", "dead_results", "results", "sweep", "uploads"]
ONLY_ON_ANYTHING = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def policies(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """The policy document of each function, by the name of its role or file."""
    for path in POLICIES:
        yield path.stem, json.loads(path.read_text())
    for name, role in template.of_type("AWS::IAM::Role").items():
        for policy in role["Policies"]:
            yield name, policy["PolicyDocument"]


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, policy in policies(template):
        for statement in policy["Statement"]:
            yield f"{name}/{statement['Sid']}", statement


def test_each_function_of_the_api_has_a_policy_of_its_own() -> None:
    assert [path.stem for path in POLICIES] == FUNCTIONS
    app = (ROOT / "chalice_app" / "app.py").read_text()
    assert {*re.findall(r'^@app\..*name="(\w+)"', app, re.M), "api_handler"} == set(FUNCTIONS)


def test_each_function_of_the_stack_has_a_role_of_its_own(template: Template) -> None:
    functions = template.of_type("AWS::Serverless::Function")
    roles = [function["Role"]["Fn::GetAtt"][0] for function in functions.values()]
    assert sorted(roles) == sorted(template.of_type("AWS::IAM::Role"))


def test_an_action_is_never_a_wildcard(template: Template) -> None:
    for name, statement in statements(template):
        assert statement["Effect"] == "Allow", name
        for action in as_list(statement["Action"]):
            assert re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", action), f"{name}: {action}"


def test_a_resource_is_a_wildcard_only_if_iam_supports_nothing_else(template: Template) -> None:
    for name, statement in statements(template):
        if "*" in as_list(statement["Resource"]):
            assert set(as_list(statement["Action"])) <= ONLY_ON_ANYTHING, name


def test_a_resource_belongs_to_the_stack(template: Template) -> None:
    for path in POLICIES:
        for statement in json.loads(path.read_text())["Statement"]:
            for resource in set(as_list(statement["Resource"])) - {"*"}:
                assert re.match(r"\$\{\w+Arn\}", resource), f"{path.name}: {resource}"


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_a_placeholder_is_an_output_of_the_stack(template: Template, path: Any) -> None:
    names = set(Placeholders(path.read_text()).get_identifiers())
    assert names
    assert names <= set(template.outputs)


def test_emails_can_be_sent_only_from_the_senders_address(template: Template) -> None:
    [send] = [s for _, s in statements(template) if "ses:SendEmail" in as_list(s["Action"])]
    assert send["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "SenderAddress"}}}


def test_the_worker_has_no_access_to_the_videos_table(template: Template) -> None:
    role = json.dumps(template.resources["WorkerRole"])
    assert "dynamodb" not in role
    assert "VideosTable" not in role
