"""Patches of Lambda: image functions, notifications, concurrency, binaries of other platforms."""

import json
import time
from collections import defaultdict
from pathlib import Path
from threading import Lock, Semaphore
from typing import Any

import urllib3
from ministack.core import lambda_runtime
from ministack.services import lambda_svc, sns

from local.emulator.packages import without_foreign_binaries

Config = dict[str, Any]

RUNNER_SECONDS = 60
"""How long the runner may take beside the time of the function, to start it."""


def run_image_functions(runner_url: str, runner_log: Path) -> None:
    """MiniStack runs an image function in Docker, or sends its events to a URL in the function's
    environment, which would put a variable of the emulator into the template. With this patch, the
    runner receives the invocations of all image functions, with the credentials of their role, so
    that the policies of the role apply. What the runner has logged goes to their log group."""
    written = _Tail(runner_log)
    upstream = lambda_svc._proxy_url_for

    def proxy_url_for(config: Config) -> str | None:
        url: str | None = runner_url if config.get("PackageType") == "Image" else upstream(config)
        return url

    def execute(record: Config, event: Any, url: str, request_id: str) -> Config:
        config = record.get("config") or record
        timeout = int(config["Timeout"])
        invocation = {
            "event": event,
            "function": config,
            "credentials": lambda_runtime.execution_credentials(config),
            "request_id": request_id,
            "deadline_ms": int((time.time() + timeout) * 1000),
        }
        try:
            answer = urllib3.request(
                "POST", url, json=invocation, timeout=timeout + RUNNER_SECONDS, retries=False
            )
        except urllib3.exceptions.HTTPError as error:
            problem = {"errorType": "Runtime.Unknown", "errorMessage": str(error)}
            return {"body": problem, "error": True}
        failed = answer.status != 200
        return {"body": answer.json(), "error": failed, "log": written.since_last_time()}

    lambda_svc._proxy_url_for, lambda_svc._execute_function_proxy = proxy_url_for, execute


class _Tail:
    """The end of a file that another process writes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._offset = file.stat().st_size if file.exists() else 0
        self._lock = Lock()

    def since_last_time(self) -> str:
        """The complete lines that were added. Those of invocations at the same time are mixed."""
        with self._lock, self._file.open("rb") as file:
            file.seek(self._offset)
            lines = file.read().rpartition(b"\n")[0]
            self._offset += len(lines) + 1 if lines else 0
        return lines.decode(errors="replace")


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


def queue_invocations(at_once: int) -> None:
    """MiniStack starts a process for each invocation that runs at the same time: 99 for 100
    requests, more than a small machine can bear. Now a function has `at_once` processes, and other
    invocations of it wait, as for a function that Lambda cannot scale further. Nothing waits for
    itself, since no function invokes another. The runner's event source limits the worker."""
    upstream = lambda_svc._execute_function_dispatch
    free: defaultdict[str, Semaphore] = defaultdict(lambda: Semaphore(at_once))

    def dispatch(function: Config, config: Config, *invocation: Any) -> Any:
        if config.get("PackageType") == "Image":
            return upstream(function, config, *invocation)
        with free[config["FunctionArn"]]:
            return upstream(function, config, *invocation)

    lambda_svc._execute_function_dispatch = dispatch


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
