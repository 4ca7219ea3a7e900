"""/accounts: register, confirm, reset a password, show and delete one's account."""

from contextlib import suppress
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from chalicelib.accounts.deletion import delete_account
from chalicelib.errors import (
    AccountExists,
    InvalidRequest,
    SessionExpired,
    TooManyAttempts,
    WeakPassword,
    WrongCode,
)
from chalicelib.http.endpoints import Call, Endpoints, Reply
from chalicelib.http.parsing import given
from contracts.accounts import AccountLocale
from contracts.unsubscribe import Token, user_of
from stills.schema import about
from stills.syntax import END_OF_TEXT

_UNSEEN = r"\s\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
"""Spaces, control characters, and what is invisible or changes the direction of the text."""

Email = Annotated[
    str,
    Meta(
        max_length=254,
        pattern=rf"^[^@{_UNSEEN}]{{1,64}}@[^@{_UNSEEN}]+\.[^@.{_UNSEEN}]+" + END_OF_TEXT,
        extra={"noun": "an e-mail address"},
    ),
    about("The e-mail address of the account, in any case", "ada@example.com"),
]
Password = Annotated[
    str,
    Meta(min_length=1, max_length=256),
    about(
        "The password: at least 10 characters, with lower case and upper case letters and a number",
        "Correct-Horse-9",
    ),
]
Code = Annotated[
    str, Meta(min_length=1, max_length=64), about("The code from the e-mail", "123456")
]
EmailsWanted = Annotated[bool, about("Whether e-mails about extractions are sent", True)]


class NewAccount(Struct, frozen=True, forbid_unknown_fields=True):
    """An account to be registered."""

    email: Email
    password: Password
    locale: AccountLocale = "en"


class Account(Struct, frozen=True):
    """The caller's account."""

    id: Annotated[str, about("The id of the user", "5f2c4b1e-8d3a-4c55-9a0e-0a3f4d1b2c6d")]
    email: Annotated[str, about("The e-mail address, in lower case", "ada@example.com")]
    locale: AccountLocale
    emails: EmailsWanted


class AccountSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    locale: AccountLocale | UnsetType = UNSET
    emails: EmailsWanted | UnsetType = UNSET


class Confirmation(Struct, frozen=True, forbid_unknown_fields=True):
    """That the address is the user's."""

    email: Email
    code: Code


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to send a code."""

    email: Email


class NewPassword(Struct, frozen=True, forbid_unknown_fields=True):
    """A password in place of a forgotten one."""

    email: Email
    code: Code
    password: Password


accounts = Endpoints("accounts", "Register, reset a password, and change or delete an account.")


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
    user_id = call.services.accounts.register(email, body.password, body.locale)
    return Account(user_id, email, body.locale, emails=True)


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


@accounts.route("GET", "/accounts/me", returns=Account, errors=(TooManyAttempts,))
def who_am_i(call: Call) -> Account:
    """Show the caller's account."""
    return _account(call)


@accounts.route(
    "PATCH", "/accounts/me", body=AccountSettings, returns=Account, errors=(TooManyAttempts,)
)
def change_settings(call: Call, body: AccountSettings) -> Account:
    """Change the language of e-mails, or whether they are sent."""
    call.services.accounts.change_settings(call.user.username, **given(body))
    return _account(call)


@accounts.route("DELETE", "/accounts/me", status=204)
def delete_me(call: Call) -> None:
    """Delete the account with all its videos and images."""
    delete_account(call.services, call.user.id, call.user.username)


class UnsubscribeQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose e-mails it is about."""

    token: Token


_WITHOUT_A_PAGE = b"""\
Nothing was changed. To receive no more e-mails, use the unsubscribe button of your mail program.
"""


@accounts.route(
    "POST",
    "/accounts/unsubscribe",
    query=UnsubscribeQuery,
    status=204,
    public=True,
    errors=(TooManyAttempts,),
)
def unsubscribe(call: Call, query: UnsubscribeQuery) -> None:
    """Send no more e-mails about extractions, as mail programs ask for it (RFC 8058)."""
    user_id = user_of(query.token, call.services.unsubscribe_secret)
    if user_id is None:
        raise InvalidRequest.of("token", "must be from the link in an e-mail")
    with suppress(SessionExpired):  # an account that does not exist any more gets no e-mail
        call.services.accounts.change_settings(user_id, emails=False)


@accounts.route(
    "GET",
    "/accounts/unsubscribe",
    query=UnsubscribeQuery,
    status=303,
    headers={"Location": Annotated[str, about("The page", "https://stills.example.com/#/account")]},
    also={200: "A text, if there is no page"},
    public=True,
)
def redirect_to_settings(call: Call, query: UnsubscribeQuery) -> Reply:
    """Lead to the page, where the switch for e-mails is, or say that there is none.

    Programs that look at the links of e-mails must not change anything.
    """
    page = call.services.settings.page_url
    if not page:
        return Reply(_WITHOUT_A_PAGE, headers={"Content-Type": "text/plain; charset=utf-8"})
    return Reply(status=303, headers={"Location": f"{page}/#/account"})


def _account(call: Call) -> Account:
    profile = call.services.accounts.profile(call.user.username)
    return Account(call.user.id, profile.email, profile.locale, profile.emails)
