"""One invocation of a handler, in its own process and with Lambda's semantics."""

import importlib
import json
import multiprocessing
import os
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

# Processes are forked from a server that has already imported the slow packages. It does not
# import the handler, which may read its environment while it is imported.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["boto3", "av", "cv2", "msgspec"])


@dataclass(frozen=True)
class Context:
    """The Lambda context that a handler receives. `deadline_ms` is in Unix milliseconds."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    aws_request_id: str
    deadline_ms: int
    function_version: str = "$LATEST"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, self.deadline_ms - int(time.time() * 1000))


class InvocationError(Exception):
    """A failed invocation, as Lambda reports it: the handler raised, exited or timed out."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type


def invoke(
    handler: str, event: Any, context: Context, environment: Mapping[str, str], timeout: int
) -> Any:
    """Calls `module.function` and returns its result. Kills it at the context's deadline.

    `timeout` is the timeout of the function in seconds, for the error. Raises InvocationError.
    """
    ours, theirs = _processes.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as scratch:
        arguments = (handler, event, context, {**environment, "TMPDIR": scratch}, theirs)
        process = _processes.Process(target=_run, args=arguments)
        process.start()
        theirs.close()
        try:
            if not ours.poll(context.get_remaining_time_in_millis() / 1000):
                message = f"Task timed out after {timeout:.2f} seconds"
                raise InvocationError("Sandbox.Timedout", message)
            error_type, answer = ours.recv()
        except EOFError:
            process.join()
            raise InvocationError("Runtime.ExitError", _exit_message(process.exitcode)) from None
        finally:
            _kill(process)
            process.join()
    if error_type:
        raise InvocationError(error_type, answer)
    return answer


def _run(
    handler: str, event: Any, context: Context, environment: Mapping[str, str], answer: Connection
) -> None:
    os.setpgid(0, 0)  # its own group, so that its children end with it
    threading.Thread(target=_follow_runner, daemon=True).start()
    os.environ.update(environment)
    try:
        module, _, function = handler.rpartition(".")
        result = getattr(importlib.import_module(module), function)(event, context)
        json.dumps(result)  # as on Lambda, a result that is not JSON is an error
        answer.send((None, result))
    except Exception as error:
        traceback.print_exc()
        answer.send((type(error).__name__, str(error)))


def _follow_runner() -> None:
    if runner := multiprocessing.parent_process():
        runner.join()
        os.killpg(0, signal.SIGKILL)


def _kill(process: multiprocessing.process.BaseProcess) -> None:
    """Kills the process and its group, or only the process if it has no group yet."""
    if process.pid:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _exit_message(code: int | None) -> str:
    if code is not None and code < 0:
        return f"Runtime exited with error: signal: {signal.Signals(-code).name}"
    return f"Runtime exited with error: exit status {code}"
