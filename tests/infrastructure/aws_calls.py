"""Finds the calls to AWS in the code of a service, and the permissions that they need."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CLIENTS = {
    "cognito": "cognito-idp",
    "s3": "s3",
    "secrets": "secretsmanager",
    "ses": "ses",
    "sns": "sns",
    "sqs": "sqs",
    "transfers": "s3",  # the transfer manager, which may copy in parts
}
"""What the code calls its clients, and the prefix of their permissions."""

NEEDS = {  # operations whose permission has another name, or that need several or none
    "abort_multipart_upload": ["AbortMultipartUpload"],
    "complete_multipart_upload": ["PutObject"],
    "confirm_forgot_password": [],
    "confirm_sign_up": [],
    "copy": ["GetObject", "GetObjectTagging", "PutObject", "PutObjectTagging"],
    "create_multipart_upload": ["PutObject"],
    "delete_objects": ["DeleteObject"],
    "forgot_password": [],
    "generate_presigned_post": ["PutObject"],
    "head_object": ["GetObject"],
    "initiate_auth": [],
    "list_multipart_uploads": ["ListBucketMultipartUploads"],
    "list_objects_v2": ["ListBucket"],
    "list_parts": ["ListMultipartUploadParts"],
    "resend_confirmation_code": [],
    "send_email": ["SendEmail", "SendRawEmail"],  # the second one for attachments
    "sign_up": [],
    "upload_part": ["PutObject"],
    "upload_part_copy": ["GetObject", "PutObject"],
}
NAMED = {"get_paginator", "generate_presigned_url"}
"""Methods whose first argument is the operation."""

PYNAMODB = {
    "batch_write": "BatchWriteItem",
    "condition_check": "ConditionCheckItem",
    "delete": "DeleteItem",
    "get": "GetItem",
    "query": "Query",
    "save": "PutItem",
    "update": "UpdateItem",
}
RECORD = re.compile(r"[A-Z]\w*Record\b(?!\.\w+\.(add|delete|set)\b)|record$|transaction$")
"""What PynamoDB's methods are called on: models, their indexes and items, and transactions."""


def needed(files: list[Path]) -> dict[str, str]:
    """The permissions that the calls in files need, each with one of the calls."""
    return {
        permission: f"{file.name}:{line}"
        for file in files
        for line, permissions in _calls(ast.parse(file.read_text()))
        for permission in permissions
    }


def _calls(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method, target = node.func.attr, ast.unparse(node.func.value)
            client = CLIENTS.get(target.rpartition(".")[2].lstrip("_")) or _built(node.func.value)
            if client:
                yield node.lineno, _permissions(client, _operation(node, method))
            elif method in PYNAMODB and RECORD.match(target):
                yield node.lineno, [f"dynamodb:{PYNAMODB[method]}"]


def _built(target: ast.expr) -> str | None:
    """The service of a client that is built for one call, `….client("sns").publish(…)`."""
    if isinstance(target, ast.Call) and target.args and isinstance(target.args[0], ast.Constant):
        service = str(target.args[0].value)
        return service if service in CLIENTS.values() else None
    return None


def _operation(call: ast.Call, method: str) -> str:
    if method not in NAMED:
        return method
    operation = ast.literal_eval(call.args[0])
    assert isinstance(operation, str)
    return operation


def _permissions(client: str, operation: str) -> list[str]:
    own = "".join(word.capitalize() for word in operation.split("_"))
    return [f"{client}:{action}" for action in NEEDS.get(operation, [own])]
