"""Patches of Lambda: image functions, retries of notifications, binaries of other platforms."""

import json
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc, sns

from local.emulator.packages import without_foreign_binaries

Config = dict[str, Any]


def proxy_image_functions(runner_url: str) -> None:
    """MiniStack runs an image function in Docker, or sends its events to a URL in the function's
    environment. That would put a variable of the emulator into the template. With this patch, the
    runner receives the events of all image functions."""
    upstream = lambda_svc._proxy_url_for

    def proxy_url_for(config: Config) -> str | None:
        if config.get("PackageType") == "Image":
            return f"{runner_url}/{config['FunctionName']}"
        url: str | None = upstream(config)
        return url

    lambda_svc._proxy_url_for = proxy_url_for


def activate_at_once() -> None:
    """A function stays Pending for half a second after each change, and botocore's waiters check
    again only after five: most of the 53 seconds of `chalice deploy`. Now it is Active at once."""

    def activate(name: str, delay: float) -> None:
        function = lambda_svc._functions[name]
        for version in (function, *function["versions"].values()):
            version["config"].update(
                State="Active", StateReason="", StateReasonCode="", LastUpdateStatus="Successful"
            )

    lambda_svc._schedule_state_transition = activate


def deliver_notifications_as_aws_does() -> None:
    """MiniStack's SNS invokes a function once and ignores a failure. Its records lack
    `MessageAttributes` and `Subject`, which Chalice requires. AWS invokes asynchronously: it
    retries, then sends the event to the function's dead-letter queue or failure destination."""

    def deliver(
        endpoint: str, envelope: str, topic_arn: str, subscription_arn: str, *_: object
    ) -> None:
        function, config, name = lambda_svc._get_func_record_for_ref(endpoint)
        if not function or not config:
            sns.logger.warning("SNS fanout: Lambda function %s not found", name)
            return
        record = {
            "EventVersion": "1.0",
            "EventSubscriptionArn": subscription_arn,
            "EventSource": "aws:sns",
            "Sns": {"MessageAttributes": {}, "Subject": None, **json.loads(envelope)},
        }
        lambda_svc.invoke_async_with_retry(
            lambda_svc._execution_record_for_config(function, config), {"Records": [record]}
        )

    sns._deliver_to_lambda = deliver


def count_concurrency_in_numbers() -> None:
    """MiniStack passes a number that comes from a template's parameter on as text. As the
    `MaximumConcurrency` of an event source, text stops the poller with a TypeError."""
    upstream = lambda_svc._sqs_esm_concurrency

    def concurrency(*arguments: Any) -> int:
        return int(upstream(*arguments))

    lambda_svc._sqs_esm_concurrency = concurrency


def skip_foreign_binaries() -> None:
    """Functions run in this interpreter, even if they were built for another platform. Packages
    whose compiled modules cannot be loaded here, such as Linux wheels on a Mac, are removed, so
    that the function imports the emulator's own copies."""
    upstream = lambda_runtime.Worker.__init__

    def init(worker: Any, name: str, config: Config, code: bytes) -> None:
        upstream(worker, name, config, without_foreign_binaries(code))

    lambda_runtime.Worker.__init__ = init
