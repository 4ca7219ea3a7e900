"""Patches of IAM: condition keys that MiniStack evaluates wrongly or not at all."""

import json
from contextvars import ContextVar
from email.utils import parseaddr
from typing import Any

from ministack.core import iam_actions, iam_evaluator


def treat_connections_as_tls() -> None:
    """Clients reach MiniStack over HTTP, so `aws:SecureTransport` is false and resource policies
    that require TLS deny everything. Now it is true, since traffic stays on the loopback."""
    upstream = iam_evaluator._resolve_condition_key

    def resolve_condition_key(key: str, context: iam_evaluator.EvalContext) -> Any:
        return "true" if key.lower() == "aws:securetransport" else upstream(key, context)

    iam_evaluator._resolve_condition_key = resolve_condition_key


def evaluate_the_sender_of_mail() -> None:
    """MiniStack evaluates sending by SES v2 on the resource `*` and without `ses:FromAddress`, so a
    policy that allows one sender allows none. AWS evaluates it on the sender's identity."""
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
