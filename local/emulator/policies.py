"""How policies are judged: condition keys that MiniStack gets wrong or lacks."""

import json
from contextvars import ContextVar
from email.utils import parseaddr
from typing import Any

from ministack import app
from ministack.core import iam_evaluator


def take_the_connection_for_tls() -> None:
    """`aws:SecureTransport` is false, since MiniStack is spoken to over HTTP, and resource policies
    that deny all but TLS deny everything. On this machine only the loopback carries it."""
    upstream = iam_evaluator._resolve_condition_key

    def resolve_condition_key(key: str, context: iam_evaluator.EvalContext) -> Any:
        return "true" if key.lower() == "aws:securetransport" else upstream(key, context)

    iam_evaluator._resolve_condition_key = resolve_condition_key


def know_who_sends_mail() -> None:
    """SES v2 has no `ses:FromAddress`, so that a policy that allows one sender allows none."""
    resolve, enforce = iam_evaluator._resolve_condition_key, app._enforce_ses_v2
    sender: ContextVar[str | None] = ContextVar("sender", default=None)

    def resolve_condition_key(key: str, context: iam_evaluator.EvalContext) -> Any:
        return sender.get() if key.lower() == "ses:fromaddress" else resolve(key, context)

    def enforce_ses_v2(
        method: str, path: str, headers: dict[str, str], body: bytes, *request: Any
    ) -> Any:
        if path == "/v2/email/outbound-emails":
            sender.set(parseaddr(json.loads(body).get("FromEmailAddress", ""))[1])
        return enforce(method, path, headers, body, *request)

    iam_evaluator._resolve_condition_key = resolve_condition_key
    app._enforce_ses_v2 = enforce_ses_v2
