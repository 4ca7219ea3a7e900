"""The user directory: Cognito behind the words of this API."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.errors import (
    AccountExists,
    FieldError,
    InvalidRequest,
    NotConfirmed,
    SessionExpired,
    StillsError,
    TooManyAttempts,
    Unavailable,
    WeakPassword,
    WrongCode,
    WrongCredentials,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_PROBLEMS: dict[str, type[StillsError]] = {
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
# InvalidParameterException is Cognito's "already confirmed" and "no verified address".
_TELLS_WHO_HAS_AN_ACCOUNT = (*_NO_SUCH_USER, "InvalidParameterException")


@dataclass(frozen=True)
class Tokens:
    """`refresh_token` is None where the session's own goes on. `expires_in` is in seconds."""

    id_token: str
    access_token: str
    refresh_token: str | None
    expires_in: int


class AccountDirectory:
    """One user pool and the client by which this API uses it."""

    def __init__(
        self, cognito: "CognitoIdentityProviderClient", pool_id: str, client_id: str
    ) -> None:
        self._cognito = cognito
        self._pool_id = pool_id
        self._client_id = client_id

    def register(self, email: str, password: str) -> str:
        """Cognito mails the code. Returns the user's id. Raises AccountExists, WeakPassword."""
        with _problems():
            answer = self._cognito.sign_up(
                ClientId=self._client_id,
                Username=email,
                Password=password,
                UserAttributes=[{"Name": "email", "Value": email}],
            )
        return answer["UserSub"]

    def confirm(self, email: str, code: str) -> None:
        """Raises WrongCode, also for an address that is unknown or confirmed already."""
        with _problems(no_such_user=WrongCode):
            self._cognito.confirm_sign_up(
                ClientId=self._client_id, Username=email, ConfirmationCode=code
            )

    def resend_code(self, email: str) -> None:
        """Silent where there is nothing to confirm: the answer must not tell who has an account."""
        with _silence_about_users():
            self._cognito.resend_confirmation_code(ClientId=self._client_id, Username=email)

    def forgot_password(self, email: str) -> None:
        """Cognito mails a code, to those who have an account; silent for all others."""
        with _silence_about_users():
            self._cognito.forgot_password(ClientId=self._client_id, Username=email)

    def reset_password(self, email: str, code: str, password: str) -> None:
        """Raises WrongCode, WeakPassword."""
        with _problems(no_such_user=WrongCode):
            self._cognito.confirm_forgot_password(
                ClientId=self._client_id, Username=email, ConfirmationCode=code, Password=password
            )

    def log_in(self, email: str, password: str) -> Tokens:
        """Raises WrongCredentials, alike for an unknown user and a wrong password."""
        parameters = {"USERNAME": email, "PASSWORD": password}
        with _problems(no_such_user=WrongCredentials):
            return self._authenticate("USER_PASSWORD_AUTH", parameters)

    def refresh(self, refresh_token: str) -> Tokens:
        """Raises SessionExpired."""
        with _problems(no_such_user=SessionExpired):
            return self._authenticate("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": refresh_token})

    def sign_out_everywhere(self, username: str) -> None:
        with _problems(no_such_user=SessionExpired):
            self._cognito.admin_user_global_sign_out(UserPoolId=self._pool_id, Username=username)

    def delete(self, username: str) -> None:
        """A user who is gone already is no error."""
        try:
            self._cognito.admin_delete_user(UserPoolId=self._pool_id, Username=username)
        except self._cognito.exceptions.UserNotFoundException:
            return

    def _authenticate(self, flow: Any, parameters: dict[str, str]) -> Tokens:
        answer = self._cognito.initiate_auth(
            ClientId=self._client_id, AuthFlow=flow, AuthParameters=parameters
        )
        if "AuthenticationResult" not in answer:
            raise WrongCredentials("This account asks for a step that Stills does not know.")
        result = answer["AuthenticationResult"]
        return Tokens(
            id_token=result["IdToken"],
            access_token=result["AccessToken"],
            refresh_token=result.get("RefreshToken"),
            expires_in=result["ExpiresIn"],
        )


@contextmanager
def _problems(no_such_user: type[StillsError] = StillsError) -> Iterator[None]:
    """Cognito's refusals as this API's errors."""
    try:
        yield
    except ClientError as error:
        problem = _problem_of(error, no_such_user)
        if problem is None:
            raise
        raise problem from error


def _problem_of(error: ClientError, no_such_user: type[StillsError]) -> StillsError | None:
    code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    if code in _NO_SUCH_USER:
        return no_such_user()
    if code == "InvalidPasswordException":
        rule = message.split(": ", 1)[-1].rstrip(".")
        return WeakPassword(f"{rule}.", (FieldError("password", rule),))
    if code == "InvalidParameterException":
        return InvalidRequest(message)
    return _PROBLEMS[code]() if code in _PROBLEMS else None


@contextmanager
def _silence_about_users() -> Iterator[None]:
    with _problems():
        try:
            yield
        except ClientError as error:
            if error.response["Error"]["Code"] not in _TELLS_WHO_HAS_AN_ACCOUNT:
                raise
