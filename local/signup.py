"""Creates a new user of the local cloud through the API and the confirmation e-mail."""

import re
import secrets
from typing import Any

from local.client import Client
from local.mailbox import wait_for_mail


def sign_up(outputs: dict[str, Any], password: str | None = None) -> tuple[Client, str]:
    """Registers a user, confirms the address with the code from the e-mail and logs in. Returns
    the user's client and address. Without a password, the user has one that nobody knows."""
    client, email = Client(outputs["api_url"]), f"demo-{secrets.token_hex(4)}@example.com"
    password = password or f"Aa1!{secrets.token_urlsafe(16)}"
    client.register(email, password)
    mail = wait_for_mail(outputs["mail_url"], email, 1)
    code = re.search(r"\b\d{6}\b", mail.text or mail.html or "")
    if code is None:
        raise ValueError(f"the e-mail {mail.subject!r} contains no code")
    client.confirm(email, code.group())
    client.log_in(email, password)
    return client, email
