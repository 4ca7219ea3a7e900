"""Cognito's answers become errors of the API, which do not reveal who has an account."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.accounts.directory import AccountDirectory
from chalicelib.errors import (
    AccountExists,
    ApiError,
    InvalidRequest,
    NotConfirmed,
    SessionExpired,
    TooManyAttempts,
    Unavailable,
    WeakPassword,
    WrongCode,
    WrongCredentials,
)


class Cognito:
    """Refuses every request with an error code."""

    def __init__(self, code: str, message: str = "") -> None:
        self._error = ClientError({"Error": {"Code": code, "Message": message}}, "Operation")

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def refuse(**_: Any) -> None:
            raise self._error

        return refuse


def directory(code: str, message: str = "") -> AccountDirectory:
    return AccountDirectory(Cognito(code, message), "pool", "client")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("UsernameExistsException", AccountExists),
        ("UserNotConfirmedException", NotConfirmed),
        ("TooManyRequestsException", TooManyAttempts),
        ("LimitExceededException", TooManyAttempts),
        ("InternalErrorException", Unavailable),
        ("NotAuthorizedException", WrongCredentials),
        ("UserNotFoundException", WrongCredentials),
    ],
)
def test_a_refused_login_is_an_error_of_the_api(code: str, error: type[ApiError]) -> None:
    with pytest.raises(error):
        directory(code).log_in("ada@example.com", "password")


def test_a_weak_password_comes_with_its_rule() -> None:
    message = "Password did not conform with policy: Password must have numeric characters"

    with pytest.raises(WeakPassword) as raised:
        directory("InvalidPasswordException", message).register("ada@example.com", "password", "en")

    assert raised.value.detail == "Password must have numeric characters."
    assert raised.value.errors[0].field == "password"


def test_an_invalid_parameter_is_an_invalid_request() -> None:
    with pytest.raises(InvalidRequest):
        directory("InvalidParameterException", "no").register("ada@example.com", "password", "en")


@pytest.mark.parametrize(
    "code", ["UserNotFoundException", "NotAuthorizedException", "InvalidParameterException"]
)
def test_asking_for_a_code_does_not_reveal_who_has_an_account(code: str) -> None:
    directory(code).resend_code("nobody@example.com")
    directory(code).forgot_password("nobody@example.com")


@pytest.mark.parametrize("code", ["UserNotFoundException", "CodeMismatchException"])
def test_a_wrong_code_and_an_unknown_user_are_alike(code: str) -> None:
    with pytest.raises(WrongCode):
        directory(code).confirm("nobody@example.com", "123456")
    with pytest.raises(WrongCode):
        directory(code).reset_password("nobody@example.com", "123456", "password")


def test_a_revoked_session_has_expired() -> None:
    with pytest.raises(SessionExpired):
        directory("NotAuthorizedException").refresh("token")
    with pytest.raises(SessionExpired):
        directory("UserNotFoundException").sign_out_everywhere("ada")


def test_an_unexpected_error_is_not_hidden() -> None:
    with pytest.raises(ClientError):
        directory("ResourceNotFoundException").log_in("ada@example.com", "password")
    with pytest.raises(ClientError):
        directory("ResourceNotFoundException").resend_code("ada@example.com")
