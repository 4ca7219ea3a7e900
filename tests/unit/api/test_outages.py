"""Which errors of AWS's clients are outages."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from pynamodb.exceptions import QueryError, UpdateError

from chalicelib.http.outages import is_outage


def refused(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "Operation",
    )


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="https://aws"),
        ReadTimeoutError(endpoint_url="https://aws"),
        refused("ThrottlingException"),
        refused("ProvisionedThroughputExceededException"),
        refused("SlowDown", 503),
        refused("InternalError", 500),
        QueryError(cause=ReadTimeoutError(endpoint_url="https://aws")),
        UpdateError(cause=refused("ThrottlingException")),
        UpdateError(cause=refused("InternalServerError", 500)),
    ],
    ids=repr,
)
def test_an_outage_is_recognized(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(),
        refused("AccessDenied", 403),
        ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject"),
        UpdateError(cause=refused("ConditionalCheckFailedException")),
        UpdateError(),
    ],
    ids=repr,
)
def test_another_error_is_not_an_outage(error: Exception) -> None:
    assert not is_outage(error)
