"""Limits of AWS that MiniStack does not have. docs/parity.md lists them all with their sources."""

import json
import re
import time
from typing import Any

from ministack.services import apigateway_v1 as v1
from ministack.services import lambda_svc, s3

MIB = 1024 * 1024
PART_BYTES = 5 * MIB
REQUEST_BYTES = 10 * MIB
ANSWER_BYTES = 6_291_556
SETTLING_SECONDS = 1.0

Mapping = dict[str, Any]


def refuse_small_parts() -> None:
    """S3 completes an upload only if each part but the last has at least 5 MiB."""
    upstream = s3._complete_multipart_upload

    def complete(bucket: str, key: str, body: bytes, query: Any, headers: Any = None) -> Any:
        upload = s3._multipart_uploads.get(s3._qp(query, "uploadId"))
        numbers = sorted(int(n) for n in re.findall(rb"<PartNumber>\s*(\d+)", body))
        parts = upload["parts"] if upload else {}
        if any(len(parts[n]["body"]) < PART_BYTES for n in numbers[:-1] if n in parts):
            message = "Your proposed upload is smaller than the minimum allowed size"
            return s3._error("EntityTooSmall", message, 400, f"/{bucket}/{key}")
        return upstream(bucket, key, body, query, headers)

    s3._complete_multipart_upload = complete


def refuse_large_answers() -> None:
    """An answer of a function with more than 6 MB is a failed invocation."""
    upstream = lambda_svc._execute_function_dispatch

    def execute(*arguments: Any) -> dict[str, Any]:
        result: dict[str, Any] = upstream(*arguments)
        if len(json.dumps(result.get("body")).encode()) <= ANSWER_BYTES:
            return result
        problem = {
            "errorType": "Function.ResponseSizeTooLarge",
            "errorMessage": f"Response payload size exceeded maximum allowed payload size "
            f"({ANSWER_BYTES} bytes).",
        }
        return {"body": problem, "error": True}

    lambda_svc._execute_function_dispatch = execute


def refuse_large_requests() -> None:
    """API Gateway passes no request on whose body has more than 10 MB."""
    upstream = v1._authorize_request_v1  # called for each request, even without an authorizer

    async def authorize(*arguments: Any) -> Any:
        body = arguments[7]
        if len(body or b"") > REQUEST_BYTES:
            message = f"HTTP content length exceeded {REQUEST_BYTES} bytes."
            return v1._gw_error("REQUEST_TOO_LARGE", message), None
        return await upstream(*arguments)

    v1._authorize_request_v1 = authorize


def let_mappings_settle() -> None:
    """Lambda creates and changes an event source mapping in the background, and refuses further
    changes until it has; it also refuses a second mapping of the same queue to a function."""
    create, update, show = lambda_svc._create_esm, lambda_svc._update_esm, lambda_svc._esm_response
    changing: dict[str, tuple[str, float]] = {}

    def state_of(uuid: str) -> str | None:
        state, until = changing.get(uuid, ("", 0.0))
        return state if time.monotonic() < until else None

    def create_one(data: Mapping) -> Any:
        pair = data["FunctionName"].rpartition(":function:")[2], data.get("EventSourceArn")
        for each in lambda_svc._esms.values():
            if (each["FunctionName"], each["EventSourceArn"]) == pair:
                message = f"The function and the event source have a mapping: {each['UUID']}"
                return lambda_svc.error_response_json("ResourceConflictException", message, 409)
        answer = create(data)
        if answer[0] == 202:
            uuid = json.loads(answer[2])["UUID"]
            changing[uuid] = ("Creating", time.monotonic() + SETTLING_SECONDS)
        return answer

    def update_one(uuid: str, data: Mapping) -> Any:
        if state_of(uuid):
            message = f"The event source mapping {uuid} is being changed"
            return lambda_svc.error_response_json("ResourceInUseException", message, 400)
        answer = update(uuid, data)
        if answer[0] == 202:
            changing[uuid] = ("Updating", time.monotonic() + SETTLING_SECONDS)
        return answer

    def show_one(mapping: Mapping) -> Any:
        return show(mapping) | {"State": state_of(mapping["UUID"]) or mapping["State"]}

    lambda_svc._create_esm, lambda_svc._update_esm = create_one, update_one
    lambda_svc._esm_response = show_one
