"""Errors as botocore raises them."""

from typing import Any

from botocore.exceptions import ClientError


def client_error(
    operation: str, code: str, message: str = "", status: int = 400, **fields: Any
) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": message or code},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}},
        **fields,
    }
    return ClientError(response, operation)
