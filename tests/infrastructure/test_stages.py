"""Two stages in one account have nothing in common, but for what belongs to the account."""

import json
from typing import Any

import pytest

from deploy.infrastructure import Infrastructure, stack_name
from tests.infrastructure.conftest import ROOT, Template

NAMES = {
    "AWS::CloudFront::OriginAccessControl": "OriginAccessControlConfig",
    "AWS::CloudFront::ResponseHeadersPolicy": "ResponseHeadersPolicyConfig",
}
"""Where the name of a resource is, if it is not in its own properties."""

GLOBAL = [*NAMES]
"""Names of these are the same in all regions."""

NAME_OF = ("Name", "FunctionName", "QueueName", "TopicName", "LogGroupName", "DashboardName")
INSIDE = {"AWS::Cognito::UserPoolClient"}
"""Their names are those of a part of another resource."""


def named(template: Template) -> dict[str, Any]:
    """The name that the template gives to a resource, by its logical name."""
    found = {}
    for logical, resource in template.resources.items():
        kind, properties = resource["Type"], resource.get("Properties", {})
        properties = properties.get(NAMES.get(kind, ""), properties)
        names = [properties[name] for name in (*NAME_OF, "UserPoolName") if name in properties]
        if names and kind not in INSIDE:
            [found[logical]] = names
    return found


def test_every_name_contains_the_stage(template: Template) -> None:
    names = named(template)

    assert len(names) > 20
    assert [name for name in names.values() if "${Stage}" not in json.dumps(name)] == []


def test_a_name_that_is_global_contains_the_region(template: Template) -> None:
    found = [
        name
        for logical, name in named(template).items()
        if template.resources[logical]["Type"] in GLOBAL
    ]

    assert len(found) == 3
    assert all("${AWS::Region}" in json.dumps(name) for name in found)


def test_buckets_tables_and_roles_get_their_names_from_aws(template: Template) -> None:
    for kind in ("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::IAM::Role"):
        for properties in template.of_type(kind).values():
            assert not {"BucketName", "TableName", "RoleName"} & properties.keys()


def test_a_name_fits_even_with_the_longest_stage(template: Template) -> None:
    longest = "a" * 20
    assert len(f"stills-{longest}-results-dead-letters") <= 80  # of a queue
    assert len(f"stills-{longest}-dead_results") <= 64  # of a function and its role
    assert len(stack_name(longest)) <= 128


def test_a_stack_has_the_tag_of_its_stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    commands: list[list[Any]] = []
    monkeypatch.setattr(Infrastructure, "_sam", lambda self, *command: commands.append([*command]))
    monkeypatch.setattr("deploy.packages.finish", lambda package: None)

    Infrastructure("dev", tmp_path, tmp_path / "log", {}).deploy()

    deploy = commands[-1]
    assert deploy[deploy.index("--tags") + 1] == "stills:stage=dev"


def test_workers_of_two_stages_leave_functions_for_their_apis(template: Template) -> None:
    """In a new account, which runs ten functions at the same time, one stage fits."""
    workers = template.parameters["WorkerConcurrency"]["Default"]
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())

    assert workers <= 5
    assert "reserved_concurrency" not in json.dumps(config)
    assert "ReservedConcurrentExecutions" not in json.dumps(template.resources)
