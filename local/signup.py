"""Creates a new user of the local cloud through the API and the confirmation e-mail."""

import re
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from local.client import Client
from local.mailbox import wait_for_mail

C = TypeVar("C", bound=Client)


def sign_up(outputs: dict[str, Any], password: str | None = None) -> tuple[Client, str]:
    """Registers a user, confirms the address with the code from the e-mail and logs in. Returns
    the user's client and address. Without a password, the user has one that nobody knows."""
    return sign_up_with(Client, outputs, password)


def sign_up_with(
    make: Callable[[str], C], outputs: dict[str, Any], password: str | None = None
) -> tuple[C, str]:
    """As `sign_up`, with a client that is made for the API's URL."""
    client, email = make(outputs["api_url"]), f"demo-{secrets.token_hex(4)}@example.com"
    password = password or f"Aa1!{secrets.token_urlsafe(16)}"
    client.register(email, password)
    mail = wait_for_mail(outputs["mail_url"], email, 1)
    code = re.search(r"\b\d{6}\b", mail.text or mail.html or "")
    if code is None:
        raise ValueError(f"the e-mail {mail.subject!r} contains no code")
    client.confirm(email, code.group())
    client.log_in(email, password)
    return client, email
