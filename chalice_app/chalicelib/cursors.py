"""Cursors of lists. They are opaque to clients, and signed so that clients cannot forge them."""

from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from chalicelib.errors import InvalidCursor


class CursorSigner:
    """A cursor is valid for one list: the `scope` names the list and its owner."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def sign(self, scope: str, position: Any) -> str:
        return str(URLSafeSerializer(self._secret, salt=scope).dumps(position))

    def read(self, scope: str, cursor: str | None) -> Any:
        """The signed position; None if there is no cursor. Raises InvalidCursor."""
        if cursor is None:
            return None
        try:
            return URLSafeSerializer(self._secret, salt=scope).loads(cursor)
        except BadSignature as error:
            raise InvalidCursor from error
