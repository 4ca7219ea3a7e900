"""/accounts: register, confirm, reset a password, show and delete one's account."""

from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.accounts.deletion import delete_account
from chalicelib.errors import AccountExists, TooManyAttempts, WeakPassword, WrongCode
from chalicelib.http.endpoints import Call, Endpoints
from stills.syntax import END_OF_TEXT

Email = Annotated[
    str,
    Meta(
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]+\.[^@\s.]+" + END_OF_TEXT,
        description="An e-mail address",
        examples=["ada@example.com"],
    ),
]
Password = Annotated[str, Meta(min_length=1, max_length=256)]
Code = Annotated[str, Meta(min_length=1, max_length=64, description="The code from the e-mail")]


class NewAccount(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    password: Password


class Account(Struct, frozen=True):
    id: str
    email: str


class Confirmation(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    code: Code


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email


class NewPassword(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    code: Code
    password: Password


accounts = Endpoints("accounts")


@accounts.route(
    "POST",
    "/accounts",
    body=NewAccount,
    returns=Account,
    status=201,
    public=True,
    errors=(WeakPassword, AccountExists, TooManyAttempts),
)
def register(call: Call, body: NewAccount) -> Account:
    """Register. A code to confirm the address is sent by e-mail."""
    email = body.email.lower()
    return Account(call.services.accounts.register(email, body.password), email)


@accounts.route(
    "POST",
    "/accounts/confirm",
    body=Confirmation,
    status=204,
    public=True,
    errors=(WrongCode, TooManyAttempts),
)
def confirm_account(call: Call, body: Confirmation) -> None:
    """Confirm the address with the code from the e-mail."""
    call.services.accounts.confirm(body.email.lower(), body.code)


@accounts.route(
    "POST",
    "/accounts/confirm/resend",
    body=Address,
    status=202,
    public=True,
    errors=(TooManyAttempts,),
)
def resend_code(call: Call, body: Address) -> None:
    """Send the confirmation code again. The answer does not reveal who has an account."""
    call.services.accounts.resend_code(body.email.lower())


@accounts.route(
    "POST",
    "/accounts/password/forgot",
    body=Address,
    status=202,
    public=True,
    errors=(TooManyAttempts,),
)
def forgot_password(call: Call, body: Address) -> None:
    """Send a code to set a new password. The answer does not reveal who has an account."""
    call.services.accounts.forgot_password(body.email.lower())


@accounts.route(
    "POST",
    "/accounts/password/reset",
    body=NewPassword,
    status=204,
    public=True,
    errors=(WrongCode, WeakPassword, TooManyAttempts),
)
def reset_password(call: Call, body: NewPassword) -> None:
    """Set a new password with the code from the e-mail."""
    call.services.accounts.reset_password(body.email.lower(), body.code, body.password)


@accounts.route("GET", "/accounts/me", returns=Account)
def who_am_i(call: Call) -> Account:
    """Show the caller's account."""
    return Account(call.user.id, call.user.email)


@accounts.route("DELETE", "/accounts/me", status=204)
def delete_me(call: Call) -> None:
    """Delete the account with all its videos and images."""
    delete_account(call.services, call.user.id, call.user.username)
