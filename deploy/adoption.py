"""Finds what Chalice has deployed of a stage, by name and tag, as Chalice would record it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from deploy.tools import ROOT, DeploymentError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

APP_NAME = "stills"
GATEWAY_STAGE = "api"
STAGE_TAG = "stills:stage"
HANDLER = "api_handler"
FUNCTIONS = tuple(sorted(p.stem for p in (ROOT / ".chalice" / "policies").glob("*.json")))

Resource = dict[str, Any]

_SUFFIXES = ("", "_role", "-s3event", "-sqs-event-source", "-event")
FINDABLE = {"rest_api", *(f"{name}{suffix}" for name in FUNCTIONS for suffix in _SUFFIXES)}
"""The names of the resources that are found here: one that is not found does not exist."""


def function_name(stage: str, function: str) -> str:
    """The name that Chalice gives to a function."""
    name = f"{APP_NAME}-{stage}"
    return name if function == HANDLER else f"{name}-{function}"


def find_deployed(stage: str, videos_bucket: str) -> list[Resource]:
    """The stage's resources that exist, in the form and order of Chalice's record. Raises
    DeploymentError if two APIs have the stage's name."""
    functions = boto3.client("lambda")
    found: list[Resource] = []
    for name in FUNCTIONS:
        arn = _arn(functions, stage, name)
        if arn is not None:
            found += _role(stage, name)
            found.append({"name": name, "resource_type": "lambda_function", "lambda_arn": arn})
            found += _triggers(functions, stage, name, arn, videos_bucket)
    return [*found, *_rest_api(stage)]


def _arn(functions: "LambdaClient", stage: str, name: str) -> str | None:
    """None if there is no such function, or if Chalice did not deploy it."""
    try:
        function = functions.get_function(FunctionName=function_name(stage, name))
    except functions.exceptions.ResourceNotFoundException:
        return None
    tag = function.get("Tags", {}).get("aws-chalice", "")
    ours = tag.endswith(f":stage={stage}:app={APP_NAME}")
    return function["Configuration"]["FunctionArn"] if ours else None


def _role(stage: str, name: str) -> Iterator[Resource]:
    roles = boto3.client("iam")
    role_name = f"{APP_NAME}-{stage}-{name}"
    try:
        arn = roles.get_role(RoleName=role_name)["Role"]["Arn"]
    except roles.exceptions.NoSuchEntityException:
        return
    yield {
        "name": f"{name}_role",
        "resource_type": "iam_role",
        "role_arn": arn,
        "role_name": role_name,
    }


def _triggers(
    functions: "LambdaClient", stage: str, name: str, arn: str, videos_bucket: str
) -> Iterator[Resource]:
    if name == "uploads":
        yield {
            "name": f"{name}-s3event",
            "resource_type": "s3_event",
            "bucket": videos_bucket,
            "lambda_arn": arn,
        }
    for mapping in functions.list_event_source_mappings(FunctionName=arn)["EventSourceMappings"]:
        queue = mapping["EventSourceArn"]
        yield {
            "name": f"{name}-sqs-event-source",
            "resource_type": "sqs_event",
            "queue_arn": queue,
            "event_uuid": mapping["UUID"],
            "queue": queue.rpartition(":")[2],
            "lambda_arn": arn,
        }
    rule = f"{APP_NAME}-{stage}-{name}-event"
    if _rule_exists(rule):
        yield {"name": f"{name}-event", "resource_type": "cloudwatch_event", "rule_name": rule}


def _rule_exists(name: str) -> bool:
    try:
        boto3.client("events").describe_rule(Name=name)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return False
        raise
    return True


def _rest_api(stage: str) -> Iterator[Resource]:
    gateway = boto3.client("apigateway")
    name = f"{APP_NAME}-{stage}"
    found = [
        api
        for page in gateway.get_paginator("get_rest_apis").paginate()
        for api in page["items"]
        if api["name"] == name or api.get("tags", {}).get(STAGE_TAG) == stage
    ]
    if len(found) > 1:
        ids = ", ".join(api["id"] for api in found)
        raise DeploymentError(
            f"there are {len(found)} APIs of {stage}: {ids}; delete those that nobody uses"
        )
    for api in found:
        yield {
            "name": "rest_api",
            "resource_type": "rest_api",
            "rest_api_id": api["id"],
            "rest_api_url": f"https://{api['id']}.{_host(gateway.meta.region_name)}/{GATEWAY_STAGE}/",
        }


def _host(region: str) -> str:
    partition = boto3.session.Session().get_partition_for_region(region)
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    return f"execute-api.{region}.{suffix}"
