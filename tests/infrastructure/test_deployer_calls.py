"""The deployer's policy allows each call of AWS that a deployment makes: those of deploy/ and
operate/, of Chalice and of the SAM CLI.

Found by the names of botocore's operations in the code, which errs towards too many.
"""

import ast
import fnmatch
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import chalice
import pytest
from botocore import xform_name
from botocore.exceptions import UnknownServiceError

from tests.infrastructure.conftest import ROOT
from tests.infrastructure.test_calls import OTHER_NAMES

POLICY: dict[str, Any] = json.loads((ROOT / "docs" / "deployer-policy.json").read_text())
CHALICE = Path(chalice.__file__).parent
SAM = ROOT / ".stills" / "venvs" / "sam" / "lib"
SAM_FOLDERS = ("commands/deploy", "commands/delete", "lib/deploy", "lib/delete", "lib/package")
SAM_MODULES = ("lib/bootstrap/bootstrap.py", "lib/utils/managed_cloudformation_stack.py")
SAM_SERVICES = ("cloudformation", "ecr", "s3", "sts")

NOT_OURS = ("websocket", "kinesis", "dynamodb", "sns", "domain", "mapping", "layer")
"""In names of functions of Chalice about resources that the application does not have."""

BY_METHOD = "apigateway"
"""Its actions are named by the HTTP method of the request."""

PREFIXES = {"sesv2": "ses"}
NAMES = {
    **OTHER_NAMES,
    "budgets:CreateBudget": {"budgets:ModifyBudget"},
    "budgets:UpdateBudget": {"budgets:ModifyBudget"},
    "budgets:DeleteBudget": {"budgets:ModifyBudget"},
    "lambda:CreateFunction": {"lambda:CreateFunction", "iam:PassRole"},
    "lambda:UpdateFunctionConfiguration": {"lambda:UpdateFunctionConfiguration", "iam:PassRole"},
    "wafv2:AssociateWebACL": {"wafv2:AssociateWebACL", "apigateway:SetWebACL"},
    "wafv2:DisassociateWebACL": {"wafv2:DisassociateWebACL", "apigateway:SetWebACL"},
    "sts:GetCallerIdentity": set[str](),  # everyone may
    "lambda:Invoke": {"lambda:InvokeFunction"},
    "s3:HeadBucket": {"s3:ListBucket"},
    "s3:PutBucketLifecycleConfiguration": {"s3:PutLifecycleConfiguration"},
    "s3:GetBucketNotificationConfiguration": {"s3:GetBucketNotification"},
    "s3:PutBucketNotificationConfiguration": {"s3:PutBucketNotification"},
}

OF_RESOURCES = {
    "objects": {"s3:ListBucket", "s3:DeleteObject"},
    "object_versions": {"s3:ListBucketVersions", "s3:DeleteObjectVersion"},
}
"""Collections of boto3's resources, which are listed and deleted."""

ON_EVERYTHING = {
    "cloudformation:GetTemplateSummary",  # of a template that is no stack yet
    "cloudformation:ValidateTemplate",
    "cloudwatch:DescribeAlarms",
    "ecr:GetAuthorizationToken",
    "lambda:CreateEventSourceMapping",
    "lambda:DeleteEventSourceMapping",
    "lambda:GetAccountSettings",
    "lambda:GetEventSourceMapping",
    "lambda:ListEventSourceMappings",
    "lambda:UpdateEventSourceMapping",
    "logs:DescribeLogGroups",
    "ses:GetAccount",
    "sns:Unsubscribe",
}
"""Actions that take no resource, or one without a name of its own (Service Authorization
Reference)."""

_session = botocore.session.get_session()


@cache
def operations(service: str) -> dict[str, str]:
    """The service's actions by the names of the methods that call them."""
    model = _session.get_service_model(service)
    prefix = PREFIXES.get(service, service)
    named = {}
    for name in model.operation_names:
        action = model.operation_model(name).http["method"] if service == BY_METHOD else name
        named[xform_name(name)] = f"{prefix}:{action}"
    return named


def actions(service: str, method: str) -> set[str]:
    action = operations(service).get(method)
    return NAMES.get(action, {action}) if action else set()


def waited_for(service: str, waiter: str) -> set[str]:
    try:
        model = _session.get_waiter_model(service)
    except UnknownServiceError:  # it has no waiters
        return set()
    names = {xform_name(name): name for name in model.waiter_names}
    if waiter not in names:
        return set()
    return actions(service, xform_name(model.get_waiter(names[waiter]).operation))


def called_in(code: ast.AST, services: Iterable[str]) -> set[str]:
    """The actions of these services that are called in the code, or are given to be called."""
    found = set[str]()
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute):
            found |= OF_RESOURCES.get(node.attr, set())
            for service in services:
                found |= actions(service, node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            text = _text(node)
            for service in services if text else ():
                if node.func.attr == "get_paginator":
                    found |= actions(service, text)
                elif node.func.attr == "get_waiter":
                    found |= waited_for(service, text)
    return found


def _text(call: ast.Call) -> str:
    """The first argument, if that is a literal text."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def of_module(path: Path) -> set[str]:
    """With the services whose clients it makes, or is given."""
    code = ast.parse(path.read_text())
    services = _services_in(code, "client", "resource")
    for node in ast.walk(code):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mypy_boto3_"):
            name = (node.module or "").split(".")[0].removeprefix("mypy_boto3_")
            services.add(name.replace("_", "-"))
    return called_in(code, services)


def _services_in(code: ast.AST, *makers: str) -> set[str]:
    """The names that the code gives to these methods."""
    calls = [node for node in ast.walk(code) if isinstance(node, ast.Call)]
    return {
        _text(call)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in makers
    } - {""}


def of_chalice() -> set[str]:
    """What Chalice calls for the kinds of resources that the application has."""
    waiting = set[str]()
    for module in ("planner", "sweeper"):
        tree = ast.parse((CHALICE / "deploy" / f"{module}.py").read_text())
        for function in _functions(tree):
            if not any(word in function.name for word in NOT_OURS):
                waiting |= set(_methods_named_in(function))
    client = ast.parse((CHALICE / "awsclient.py").read_text())
    methods = {function.name: function for function in _functions(client)}
    found, seen = set[str](), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in methods or any(word in name for word in NOT_OURS):
            continue
        seen.add(name)
        nodes = ast.walk(methods[name])
        waiting |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        found |= called_in(methods[name], _services_in(methods[name], "_client"))
    return found


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _methods_named_in(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg == "method_name":
            if isinstance(node.value, ast.Constant):
                yield str(node.value.value)
        elif isinstance(node, ast.Attribute):
            yield node.attr


def of_sam() -> set[str]:
    package = next(SAM.glob("python*/site-packages/samcli"), None)
    if package is None:
        pytest.skip("the SAM CLI is not installed; `make lint` installs it")
    paths = [package / module for module in SAM_MODULES]
    for folder in SAM_FOLDERS:
        paths += (package / folder).rglob("*.py")
    found = set[str]()
    for path in paths:
        found |= called_in(ast.parse(path.read_text()), SAM_SERVICES)
    return found


def missing(called: Iterable[str]) -> list[str]:
    """The actions that the policy does not allow, or not on what they are called on."""
    return sorted(
        action
        for action in called
        if not any(_allows(each, action) for each in POLICY["Statement"])
    )


def _allows(statement: dict[str, Any], action: str) -> bool:
    allowed, resources = statement["Action"], statement["Resource"]
    names = [allowed] if isinstance(allowed, str) else allowed
    if not any(fnmatch.fnmatchcase(action, name) for name in names):
        return False
    return action not in ON_EVERYTHING or resources == "*"


@pytest.mark.parametrize("folder", ["deploy", "operate"])
def test_what_our_code_calls_is_allowed(folder: str) -> None:
    called = set[str]().union(*map(of_module, (ROOT / folder).glob("*.py")))

    assert {"cloudformation:DescribeStacks", "s3:DeleteObject"} <= called or folder == "operate"
    assert missing(called) == []


def test_what_chalice_calls_is_allowed() -> None:
    called = of_chalice()

    assert {"lambda:CreateFunction", "iam:PutRolePolicy", "apigateway:PUT"} <= called
    assert {"events:PutRule", "lambda:CreateEventSourceMapping"} <= called
    assert missing(called) == []


def test_what_sam_calls_is_allowed() -> None:
    called = of_sam()

    assert {"cloudformation:CreateChangeSet", "ecr:GetAuthorizationToken"} <= called
    assert missing(called) == []


def test_a_call_that_is_not_allowed_is_noticed() -> None:
    code = ast.parse("client.get_account_settings()\nclient.get_paginator('list_layers')")

    assert called_in(code, ["lambda"]) == {"lambda:GetAccountSettings", "lambda:ListLayers"}
    assert missing({"kms:CreateKey", "lambda:GetAccountSettings"}) == ["kms:CreateKey"]
