"""Events for functions that nobody waits for, such as S3's, survive the emulator."""

import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from ministack import app
from ministack.services import lambda_svc

Record = Mapping[str, Any]


def keep_until_handled(directory: Path) -> None:
    """MiniStack has such an event only in a thread: if it is killed, the event is lost. On AWS,
    Lambda keeps it until the function has handled it or its retries have ended. Now it is in a file
    until then, and is delivered again after a restart, maybe for the second time, as on AWS."""
    restore = app._load_persisted_state

    def invoke(function: Record, event: Any) -> None:
        config = function.get("config") or function
        kept = directory / f"{time.time_ns()}-{uuid4()}.json"
        _write(kept, {"function": config["FunctionArn"], "event": event})
        _deliver_in_background(function, event, kept)

    def restore_then_deliver() -> None:
        restore()
        for kept in sorted(directory.glob("*.json")):
            saved = json.loads(kept.read_text())
            function, config, _ = lambda_svc._get_func_record_for_ref(saved["function"])
            if not function or not config:  # it was deleted
                kept.unlink()
                continue
            record = lambda_svc._execution_record_for_config(function, config)
            _deliver_in_background(record, saved["event"], kept)

    directory.mkdir(parents=True, exist_ok=True)
    lambda_svc.invoke_async_with_retry = invoke
    app._load_persisted_state = restore_then_deliver


def _write(path: Path, content: Any) -> None:
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(content))
    partial.replace(path)


def _deliver_in_background(function: Record, event: Any, kept: Path) -> None:
    def deliver() -> None:
        lambda_svc._run_with_function_config_scope(function, _deliver, function, event)
        kept.unlink(missing_ok=True)

    threading.Thread(target=deliver, daemon=True, name="asynchronous-event").start()


def _deliver(function: Record, event: Any) -> None:
    """Invokes the function up to three times, as Lambda does. If all fail, the event goes to where
    the function's failures go."""
    config = function.get("config") or function
    settings = function.get("event_invoke_config") or {}
    for attempt in range(1 + int(settings.get("MaximumRetryAttempts", 2))):
        time.sleep(attempt)
        result = lambda_svc._execute_function(function, event)
        if not result.get("error"):
            return
    on_failure = settings.get("DestinationConfig", {}).get("OnFailure", {})
    dead_letters = config.get("DeadLetterConfig") or {}
    if target := on_failure.get("Destination") or dead_letters.get("TargetArn"):
        lambda_svc._route_async_failure(target, config["FunctionName"], event, result)
