"""What Chalice cannot set on the API's stage: how many requests it takes, and its access logs."""

import json
import time
from typing import Any

import boto3

GUARDED = ("/accounts", "/sessions")
"""Routes that anyone may call, and that try passwords and codes or send e-mails."""

GUARDED_SHARE = 10
"""A guarded route takes this many times fewer requests than the whole API."""

ACCESS_LOG = {  # neither the addresses of users nor their tokens
    "request_id": "$context.requestId",
    "time": "$context.requestTime",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "user_id": "$context.authorizer.claims.sub",
    "milliseconds": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "error": "$context.error.responseType",
}

LOGS_ROLE = "stills-api-gateway-logs"
LOGS_ACTIONS = (  # those of AWS's policy AmazonAPIGatewayPushToCloudWatchLogs, which it checks
    "CreateLogGroup",
    "CreateLogStream",
    "DescribeLogGroups",
    "DescribeLogStreams",
    "PutLogEvents",
    "GetLogEvents",
    "FilterLogEvents",
)
ATTEMPTS, WAIT_SECONDS = 5, 21.0
"""An account may be updated once in 20 seconds."""


def configure_stage(api_id: str, stage: str, access_logs_arn: str, per_second: int) -> None:
    """Lets the whole API take `per_second` requests and twice as many at once, and each of its
    guarded routes fewer; writes a line for each request into the log group."""
    gateway = boto3.client("apigateway")
    _let_gateway_log(gateway)
    settings = {
        "/accessLogSettings/destinationArn": access_logs_arn,
        "/accessLogSettings/format": json.dumps(ACCESS_LOG),
        **_throttling("/*/*", per_second),
    }
    for path, method in _guarded_methods(gateway, api_id):
        escaped = path.replace("/", "~1")
        settings |= _throttling(f"/{escaped}/{method}", max(per_second // GUARDED_SHARE, 1))
    operations = [
        {"op": "replace", "path": path, "value": value} for path, value in settings.items()
    ]
    gateway.update_stage(restApiId=api_id, stageName=stage, patchOperations=operations)


def _throttling(methods: str, per_second: int) -> dict[str, str]:
    return {
        f"{methods}/throttling/rateLimit": str(per_second),
        f"{methods}/throttling/burstLimit": str(2 * per_second),
    }


def _guarded_methods(gateway: Any, api_id: str) -> list[tuple[str, str]]:
    """The path and the HTTP method of each guarded route."""
    pages = gateway.get_paginator("get_resources").paginate(restApiId=api_id)
    return sorted(
        (resource["path"], method)
        for page in pages
        for resource in page["items"]
        for method in resource.get("resourceMethods", {})
        if resource["path"].startswith(GUARDED) and method != "OPTIONS"
    )


def _let_gateway_log(gateway: Any) -> None:
    """API Gateway writes logs with one role for all APIs of an account and region. A role that is
    there is kept; otherwise it gets one, which stays when a stage is destroyed."""
    if gateway.get_account().get("cloudwatchRoleArn"):
        return
    operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": _logs_role()}
    later = (  # a new role takes effect after a while, and two stages may be deployed at once
        gateway.exceptions.BadRequestException,
        gateway.exceptions.TooManyRequestsException,
    )
    for attempt in range(ATTEMPTS):
        try:
            gateway.update_account(patchOperations=[operation])
        except later:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(WAIT_SECONDS)
        else:
            return


def _logs_role() -> str:
    """The ARN of the role, which is created if there is none."""
    iam = boto3.client("iam")
    trust = _policy(Principal={"Service": "apigateway.amazonaws.com"}, Action="sts:AssumeRole")
    allowed = _policy(Action=[f"logs:{action}" for action in LOGS_ACTIONS], Resource="*")
    try:
        role = iam.create_role(RoleName=LOGS_ROLE, AssumeRolePolicyDocument=trust)
    except iam.exceptions.EntityAlreadyExistsException:
        role = iam.get_role(RoleName=LOGS_ROLE)
    iam.put_role_policy(RoleName=LOGS_ROLE, PolicyName="logs", PolicyDocument=allowed)
    arn: str = role["Role"]["Arn"]
    return arn


def _policy(**statement: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
