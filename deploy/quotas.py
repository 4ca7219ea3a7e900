"""The account's quotas that a deployment depends on."""

import boto3

FOR_THE_REST = 5
"""Functions that the API, its triggers and the e-mails need at the same time, at the least."""


def described(worker_concurrency: int) -> list[str]:
    """What the account's quota of concurrent functions means for the worker, in sentences."""
    limits = boto3.client("lambda").get_account_settings()["AccountLimit"]
    limit = limits["ConcurrentExecutions"]
    sentences = [
        f"Quota: this account runs at most {limit} functions at the same time; "
        f"the worker takes up to {worker_concurrency} of them."
    ]
    if limit - worker_concurrency < FOR_THE_REST:
        sentences.append(
            f"Quota: that leaves {max(limit - worker_concurrency, 0)} for the API. Lower "
            "WorkerConcurrency, or request a higher quota (docs/first-deployment.md)."
        )
    return sentences
