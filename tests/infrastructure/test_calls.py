"""Every call of AWS in the code is allowed by the policy of its function, and nothing else is."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.videos.transitions import OWED, TRANSITIONS
from tests.infrastructure.call_graph import CallGraph, Reached, Reference
from tests.infrastructure.conftest import ROOT, Template

ENTRIES = {
    "api_handler": ("chalicelib.routes", "chalicelib.http"),
    "uploads": ("chalicelib.triggers.uploads.on_object_created",),
    "results": ("chalicelib.triggers.queues.on_results",),
    "dead_jobs": ("chalicelib.triggers.queues.on_dead_jobs",),
    "dead_results": ("chalicelib.triggers.queues.on_dead_results",),
    "sweep": ("chalicelib.triggers.schedule.on_schedule",),
    "WorkerRole": ("worker.handler.handler",),
    "EmailRole": ("handler.handler",),
}

LAMBDA_ITSELF = {
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
}
READS_QUEUES = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
BY_LAMBDA = {
    "api_handler": LAMBDA_ITSELF,
    "uploads": LAMBDA_ITSELF | {"sqs:SendMessage"},  # to its dead-letter queue
    "results": LAMBDA_ITSELF | READS_QUEUES,
    "dead_jobs": LAMBDA_ITSELF | READS_QUEUES,
    "dead_results": LAMBDA_ITSELF | READS_QUEUES,
    "sweep": LAMBDA_ITSELF,
    "WorkerRole": LAMBDA_ITSELF | READS_QUEUES,
    "EmailRole": LAMBDA_ITSELF | {"sqs:SendMessage"},
}
"""What Lambda does with the role of each function."""

LISTING = {"s3:ListBucket"}  # without it, what does not exist is a 403
READ = {"s3:GetObject"} | LISTING
SAME_IF_ABSENT = {"EmailRole"}
"""They do without what they cannot read, whatever the reason."""
COPY = {"s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"}
OTHER_NAMES = {
    "s3:HeadObject": READ,
    "s3:GetObject": READ,
    "s3:CreateMultipartUpload": {"s3:PutObject"},
    "s3:UploadPart": {"s3:PutObject"},
    "s3:CompleteMultipartUpload": {"s3:PutObject"},
    "s3:ListParts": {"s3:ListMultipartUploadParts"},
    "s3:ListMultipartUploads": {"s3:ListBucketMultipartUploads"},
    "s3:ListObjectsV2": {"s3:ListBucket"},
    "s3:DeleteObjects": {"s3:DeleteObject"},
    "ses:SendEmail": {"ses:SendEmail", "ses:SendRawEmail"},  # the second one for attachments
}
"""The actions of IAM that allow operations, where they are not of the same name (Service
Authorization Reference). For all others, they are."""

IN_LIBRARIES = {
    "mypy_boto3_s3.client.S3Client.generate_presigned_post": {"s3:PutObject"},
    "s3transfer.manager.TransferManager.copy": COPY | READ | {"s3:AbortMultipartUpload"},
    "aws_lambda_powertools.utilities.idempotency.idempotency.idempotent_function": {
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
    },
    "pynamodb.models.Model.get": {"dynamodb:GetItem"},
    "pynamodb.models.Model.save": {"dynamodb:PutItem"},
    "pynamodb.models.Model.update": {"dynamodb:UpdateItem"},
    "pynamodb.models.Model.delete": {"dynamodb:DeleteItem"},
    "pynamodb.models.Model.query": {"dynamodb:Query"},
    "pynamodb.models.Model.count": {"dynamodb:Query"},
    "pynamodb.models.Model.scan": {"dynamodb:Scan"},
    "pynamodb.models.Model.batch_get": {"dynamodb:BatchGetItem"},
    "pynamodb.models.Model.batch_write": {"dynamodb:BatchWriteItem"},
    "pynamodb.transactions.TransactWrite.save": {"dynamodb:PutItem"},
    "pynamodb.transactions.TransactWrite.update": {"dynamodb:UpdateItem"},
    "pynamodb.transactions.TransactWrite.delete": {"dynamodb:DeleteItem"},
    "pynamodb.transactions.TransactWrite.condition_check": {"dynamodb:ConditionCheckItem"},
    "pynamodb.transactions.TransactGet.get": {"dynamodb:GetItem"},
}

PUBLIC = {
    "cognito-idp:SignUp",
    "cognito-idp:ConfirmSignUp",
    "cognito-idp:ResendConfirmationCode",
    "cognito-idp:ForgotPassword",
    "cognito-idp:ConfirmForgotPassword",
    "cognito-idp:InitiateAuth",
}
"""What Cognito lets everybody do."""

SERVICES = {"cognito_idp": "cognito-idp", "sesv2": "ses"}
NAME_OPERATIONS = ("get_paginator", "get_waiter", "generate_presigned_url")
NOT_OPERATIONS = ("exceptions", "meta", "close", "can_paginate")


@pytest.fixture(scope="module", params=ENTRIES)
def function(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def called(graph: CallGraph, function: str) -> set[str]:
    """The actions that the code of a function needs. Those on an index end in its name."""
    references = _reached(graph, function).references
    actions = {action for reference in references for action in _actions(reference)} - PUBLIC
    return actions - LISTING if function in SAME_IF_ABSENT else actions


def _reached(graph: CallGraph, function: str) -> Reached:
    """With the effects of the transitions that the function names."""
    entries = set(ENTRIES[function])
    for entry in ENTRIES[function]:
        entries.update(graph.in_module(entry))
    while True:
        reached = graph.reached_from(entries)
        more = {f"chalicelib.videos.effects._{effect}" for effect in _effects(reached)}
        if more <= entries:
            return reached
        entries |= more


def _effects(reached: Reached) -> Iterator[str]:
    for event, transition in TRANSITIONS.items():
        if event in reached.texts:
            yield from transition.effects
    if "chalicelib.videos.transitions.OWED" in {found.name for found in reached.references}:
        for status, effects in OWED.items():
            if status in reached.texts:
                yield from effects


def _actions(reference: Reference) -> set[str]:
    if reference.name.startswith("pynamodb.indexes.Index.query"):
        return {f"dynamodb:Query/{reference.on}"}
    if reference.name in IN_LIBRARIES:
        return IN_LIBRARIES[reference.name]
    client = re.fullmatch(r"mypy_boto3_(\w+)\.client\.(\w+Client)\.(\w+)", reference.name)
    if client is None:
        return set()
    service, _, method = client.groups()
    if method in NAME_OPERATIONS:
        assert reference.text, f"{reference.name} needs a literal name"
    elif method in NOT_OPERATIONS:
        return set()
    operation = (reference.text if method in NAME_OPERATIONS else method).replace("_", " ")
    action = f"{SERVICES.get(service, service)}:{operation.title().replace(' ', '')}"
    actions = OTHER_NAMES.get(action, {action})
    return actions - LISTING if method == "generate_presigned_url" else actions


def granted(template: Template, function: str) -> set[str]:
    path = ROOT / ".chalice" / "policies" / f"{function}.json"
    if path.exists():
        policies = [json.loads(path.read_text())]
    else:
        role = template.of_type("AWS::IAM::Role")[function]
        policies = [policy["PolicyDocument"] for policy in role["Policies"]]
    return {
        action
        for policy in policies
        for statement in policy["Statement"]
        for action in _actions_of(statement)
    }


def _actions_of(statement: dict[str, Any]) -> Iterator[str]:
    actions = statement["Action"]
    index = re.search(r"/index/(\w+)", json.dumps(statement["Resource"]))
    for action in [actions] if isinstance(actions, str) else actions:
        yield f"{action}/{index[1]}" if index else action


def test_what_a_function_calls_is_granted(
    graph: CallGraph, template: Template, function: str
) -> None:
    assert called(graph, function) - granted(template, function) == set()


def test_what_a_function_is_granted_is_called(
    graph: CallGraph, template: Template, function: str
) -> None:
    unused = granted(template, function) - called(graph, function) - BY_LAMBDA[function]
    assert unused == set()


def test_each_function_has_an_entry(template: Template) -> None:
    files = {path.stem for path in (ROOT / ".chalice" / "policies").glob("*.json")}
    assert set(ENTRIES) == files | set(template.of_type("AWS::IAM::Role"))
