"""Links that stop e-mails without a log-in (RFC 8058). The e-mail function signs them, and the API
checks them."""

import hashlib
import hmac
from typing import Annotated

from msgspec import Meta

from stills.schema import about
from stills.syntax import END_OF_TEXT

Token = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-zA-Z_:-]{1,128}\.[0-9a-f]{64}" + END_OF_TEXT,
        extra={"noun": "from the link in an e-mail"},
    ),
    about(
        "The token of the link in an e-mail",
        "5f2c4b1e-8d3a-4c55-9a0e-0a3f4d1b2c6d." + "0123456789abcdef" * 4,
    ),
]

_PURPOSE = b"unsubscribe:"


def token_for(user_id: str, secret: str) -> str:
    """Valid for this user for as long as the secret: an e-mail may be read years later."""
    return f"{user_id}.{_signature(user_id, secret)}"


def user_of(token: Token, secret: str) -> str | None:
    """None for a token that was not signed with the secret."""
    user_id, _, signature = token.rpartition(".")
    expected = _signature(user_id, secret).encode()
    return user_id if hmac.compare_digest(expected, signature.encode()) else None


def _signature(user_id: str, secret: str) -> str:
    message = _PURPOSE + user_id.encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
