"""How policies are judged: condition keys that MiniStack gets wrong or lacks."""

import json
from contextvars import ContextVar
from email.utils import parseaddr
from typing import Any

from ministack.core import iam_actions, iam_evaluator


def take_the_connection_for_tls() -> None:
    """`aws:SecureTransport` is false, since MiniStack is spoken to over HTTP, and resource policies
    that deny all but TLS deny everything. On this machine only the loopback carries it."""
    upstream = iam_evaluator._resolve_condition_key

    def resolve_condition_key(key: str, context: iam_evaluator.EvalContext) -> Any:
        return "true" if key.lower() == "aws:securetransport" else upstream(key, context)

    iam_evaluator._resolve_condition_key = resolve_condition_key


def know_who_sends_mail() -> None:
    """Sending by SES v2 is judged on the resource `*` and without `ses:FromAddress`, so that a
    policy that allows one sender allows none. AWS judges it on the sender's identity."""
    resolve, resource_of = iam_evaluator._resolve_condition_key, iam_actions._ses_v2_resource_arn
    sender: ContextVar[str | None] = ContextVar("sender", default=None)

    def resolve_condition_key(key: str, context: iam_evaluator.EvalContext) -> Any:
        return sender.get() if key.lower() == "ses:fromaddress" else resolve(key, context)

    def ses_v2_resource_arn(method: str, path: str, body: bytes, region: str, account: str) -> Any:
        if path != "/v2/email/outbound-emails":
            return resource_of(method, path, body, region, account)
        sender.set(parseaddr(json.loads(body).get("FromEmailAddress", ""))[1])
        return f"arn:aws:ses:{region}:{account}:identity/{sender.get()}"

    iam_evaluator._resolve_condition_key = resolve_condition_key
    iam_actions._ses_v2_resource_arn = ses_v2_resource_arn
