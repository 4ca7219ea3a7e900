"""/sessions: log in, get new tokens, sign out everywhere."""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.errors import NotConfirmed, SessionExpired, TooManyAttempts, WrongCredentials
from chalicelib.http.endpoints import Call, Endpoints
from chalicelib.routes.accounts import Email, Password
from stills.schema import about

if TYPE_CHECKING:
    from chalicelib.accounts.directory import Tokens


class Credentials(Struct, frozen=True, forbid_unknown_fields=True):
    """Who logs in."""

    email: Email
    password: Password


class Refresh(Struct, frozen=True, forbid_unknown_fields=True):
    """A session to go on with."""

    refresh_token: Annotated[
        str,
        Meta(min_length=1, max_length=8192),
        about("The `refresh_token` of the session", "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0"),
    ]


class Session(Struct, frozen=True, kw_only=True):
    """Send `Authorization: Bearer <id_token>` with every other request."""

    id_token: Annotated[
        str, about("Says who the user is, to this API", "eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9")
    ]
    access_token: Annotated[
        str, about("For Cognito's own API", "eyJraWQiOiJkZWYiLCJhbGciOiJSUzI1NiJ9")
    ]
    refresh_token: Annotated[
        str | None,
        about(
            "Gets new tokens when these have expired; null if the previous one stays valid",
            "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0",
        ),
    ]
    expires_in: Annotated[int, about("Seconds until the tokens expire", 3600)]
    token_type: Annotated[Literal["Bearer"], about("How the token is sent", "Bearer")] = "Bearer"  # noqa: S105 - a kind of token


sessions = Endpoints("sessions", "Log in, get new tokens, and sign out.")


@sessions.route(
    "POST",
    "/sessions",
    body=Credentials,
    returns=Session,
    public=True,
    errors=(WrongCredentials, NotConfirmed, TooManyAttempts),
)
def log_in(call: Call, body: Credentials) -> Session:
    """Log in."""
    return _session(call.services.accounts.log_in(body.email.lower(), body.password))


@sessions.route(
    "POST",
    "/sessions/refresh",
    body=Refresh,
    returns=Session,
    public=True,
    errors=(SessionExpired, WrongCredentials, TooManyAttempts),
)
def refresh_session(call: Call, body: Refresh) -> Session:
    """Get new tokens for a refresh token."""
    return _session(call.services.accounts.refresh(body.refresh_token))


@sessions.route("DELETE", "/sessions", status=204, errors=(TooManyAttempts,))
def sign_out(call: Call) -> None:
    """Sign out everywhere; all tokens of the user end."""
    call.services.account_states.sign_out(call.user.id, call.services.now())
    call.services.accounts.sign_out_everywhere(call.user.username)


def _session(tokens: "Tokens") -> Session:
    return Session(
        id_token=tokens.id_token,
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
    )
