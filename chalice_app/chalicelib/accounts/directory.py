"""The user directory: Cognito, with the errors of this API."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.errors import (
    AccountExists,
    ApiError,
    FieldError,
    InvalidRequest,
    NotConfirmed,
    SessionExpired,
    TooManyAttempts,
    Unavailable,
    WeakPassword,
    WrongCode,
    WrongCredentials,
)
from contracts.accounts import Locale, Profile, attributes_of, profile_of

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_ERRORS: dict[str, type[ApiError]] = {
    "AliasExistsException": AccountExists,
    "CodeDeliveryFailureException": Unavailable,
    "CodeMismatchException": WrongCode,
    "ExpiredCodeException": WrongCode,
    "InternalErrorException": Unavailable,
    "LimitExceededException": TooManyAttempts,
    "TooManyFailedAttemptsException": TooManyAttempts,
    "TooManyRequestsException": TooManyAttempts,
    "UserNotConfirmedException": NotConfirmed,
    "UsernameExistsException": AccountExists,
}
_NO_SUCH_USER = ("UserNotFoundException", "NotAuthorizedException")
# Calls by the service count towards the quota of the whole pool: no user has tried too often.
_ERRORS_AS_ADMIN = {**_ERRORS, "TooManyRequestsException": Unavailable}
# Cognito answers InvalidParameterException for "already confirmed" and "no verified address".
_REVEALS_WHO_HAS_AN_ACCOUNT = (*_NO_SUCH_USER, "InvalidParameterException")


@dataclass(frozen=True)
class Tokens:
    """`refresh_token` is None if the previous one stays valid. `expires_in` is in seconds."""

    id_token: str
    access_token: str
    refresh_token: str | None
    expires_in: int


class AccountDirectory:
    """A user pool, used through one of its clients."""

    def __init__(
        self, cognito: "CognitoIdentityProviderClient", pool_id: str, client_id: str
    ) -> None:
        self._cognito = cognito
        self._pool_id = pool_id
        self._client_id = client_id

    def register(self, email: str, password: str, locale: Locale) -> str:
        """Cognito sends the code by e-mail. Returns the user's id. Raises AccountExists,
        WeakPassword."""
        with _translated():
            answer = self._cognito.sign_up(
                ClientId=self._client_id,
                Username=email,
                Password=password,
                UserAttributes=[{"Name": "email", "Value": email}, *attributes_of(locale)],
            )
        return answer["UserSub"]

    def confirm(self, email: str, code: str) -> None:
        """Raises WrongCode, also for an address that is unknown or was confirmed before."""
        with _translated(no_such_user=WrongCode):
            self._cognito.confirm_sign_up(
                ClientId=self._client_id, Username=email, ConfirmationCode=code
            )

    def resend_code(self, email: str) -> None:
        """Does nothing if there is nothing to confirm, so as not to reveal who has an account."""
        with _without_revealing_users():
            self._cognito.resend_confirmation_code(ClientId=self._client_id, Username=email)

    def forgot_password(self, email: str) -> None:
        """Cognito sends a code by e-mail. Does nothing for an address without an account."""
        with _without_revealing_users():
            self._cognito.forgot_password(ClientId=self._client_id, Username=email)

    def reset_password(self, email: str, code: str, password: str) -> None:
        """Raises WrongCode, WeakPassword."""
        with _translated(no_such_user=WrongCode):
            self._cognito.confirm_forgot_password(
                ClientId=self._client_id, Username=email, ConfirmationCode=code, Password=password
            )

    def log_in(self, email: str, password: str) -> Tokens:
        """Raises WrongCredentials for an unknown user as for a wrong password."""
        parameters = {"USERNAME": email, "PASSWORD": password}
        with _translated(no_such_user=WrongCredentials):
            return self._authenticate("USER_PASSWORD_AUTH", parameters)

    def refresh(self, refresh_token: str) -> Tokens:
        """Raises SessionExpired."""
        with _translated(no_such_user=SessionExpired):
            return self._authenticate("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": refresh_token})

    def sign_out_everywhere(self, username: str) -> None:
        with _translated(no_such_user=SessionExpired, errors=_ERRORS_AS_ADMIN):
            self._cognito.admin_user_global_sign_out(UserPoolId=self._pool_id, Username=username)

    def profile(self, username: str) -> Profile:
        """Raises SessionExpired if there is no such user."""
        with _translated(no_such_user=SessionExpired, errors=_ERRORS_AS_ADMIN):
            user = self._cognito.admin_get_user(UserPoolId=self._pool_id, Username=username)
        return profile_of(user["UserAttributes"])

    def change_settings(
        self, username: str, locale: Locale | None = None, emails: bool | None = None
    ) -> None:
        """Changes the settings that are given. Raises SessionExpired if there is no such user."""
        attributes = attributes_of(locale, emails)
        if not attributes:
            return
        with _translated(no_such_user=SessionExpired, errors=_ERRORS_AS_ADMIN):
            self._cognito.admin_update_user_attributes(
                UserPoolId=self._pool_id, Username=username, UserAttributes=attributes
            )

    def exists(self, user_id: str) -> bool:
        """Whether there is a user with this id, which is also the user's name in the pool."""
        try:
            self._cognito.admin_get_user(UserPoolId=self._pool_id, Username=user_id)
        except self._cognito.exceptions.UserNotFoundException:
            return False
        return True

    def delete(self, username: str) -> None:
        """A user who does not exist is not an error."""
        try:
            self._cognito.admin_delete_user(UserPoolId=self._pool_id, Username=username)
        except self._cognito.exceptions.UserNotFoundException:
            return

    def _authenticate(self, flow: Any, parameters: dict[str, str]) -> Tokens:
        answer = self._cognito.initiate_auth(
            ClientId=self._client_id, AuthFlow=flow, AuthParameters=parameters
        )
        if "AuthenticationResult" not in answer:
            raise WrongCredentials("This account requires another step to sign in.")
        result = answer["AuthenticationResult"]
        return Tokens(
            id_token=result["IdToken"],
            access_token=result["AccessToken"],
            refresh_token=result.get("RefreshToken"),
            expires_in=result["ExpiresIn"],
        )


@contextmanager
def _translated(
    no_such_user: type[ApiError] = ApiError, errors: Mapping[str, type[ApiError]] = _ERRORS
) -> Iterator[None]:
    """Turns Cognito's errors into those of this API."""
    try:
        yield
    except ClientError as error:
        problem = _error_of(error, no_such_user, errors)
        if problem is None:
            raise
        raise problem from error


def _error_of(
    error: ClientError, no_such_user: type[ApiError], errors: Mapping[str, type[ApiError]]
) -> ApiError | None:
    code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    if code in _NO_SUCH_USER:
        return no_such_user()
    if code == "InvalidPasswordException":
        rule = message.split(": ", 1)[-1].rstrip(".")
        return WeakPassword(f"{rule}.", (FieldError("password", rule),))
    if code == "InvalidParameterException":
        return InvalidRequest(message)
    return errors[code]() if code in errors else None


@contextmanager
def _without_revealing_users() -> Iterator[None]:
    with _translated():
        try:
            yield
        except ClientError as error:
            if error.response["Error"]["Code"] not in _REVEALS_WHO_HAS_AN_ACCOUNT:
                raise
