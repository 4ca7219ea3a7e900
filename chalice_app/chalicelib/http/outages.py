"""Which errors of AWS's clients mean that a service is temporarily unavailable."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import ApiError

_TEMPORARY = {  # as in botocore.retries.standard
    "BandwidthLimitExceeded",
    "ProvisionedThroughputExceededException",
    "InternalServerError",  # PynamoDB keeps the code of an error, but not its status
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "ServiceUnavailable",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
}


def is_outage(error: BaseException) -> bool:
    """True if there was no answer, or an answer that asks to try again later.

    PynamoDB wraps the error of the client; its `cause` is that error.
    """
    cause = getattr(error, "cause", None) or error
    if isinstance(cause, ClientError):
        code = cause.response["Error"]["Code"]
        status = cause.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return code in _TEMPORARY or status >= 500
    return isinstance(cause, BotoCoreError)


def cause_of(error: BaseException) -> str:
    """The code or the class of the error behind another one, without its message: those of Cognito
    may have an address."""
    cause = error.__cause__ or error
    if isinstance(cause, ClientError):
        return f"{cause.operation_name}: {cause.response['Error']['Code']}"
    return (
        f"{type(cause).__name__}: {cause}" if isinstance(cause, ApiError) else type(cause).__name__
    )
