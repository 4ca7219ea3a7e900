"""Runs each invocation in a process of this machine, with Lambda's semantics."""

import importlib
import json
import multiprocessing
import os
import signal
import tempfile
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from local.runner.invocation import Context, Invocation, InvocationError

# Processes are forked from a server that has already imported the slow packages. It does not
# import the handler, which may read its environment while it is imported.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["boto3", "av", "cv2", "msgspec"])


def invoke(handler: str, invocation: Invocation) -> Any:
    """Calls `module.function` and returns its result. Kills it at the context's deadline.
    Raises InvocationError."""
    ours, theirs = _processes.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as scratch:
        memory = str(invocation.context.memory_limit_in_mb)
        environment = {
            **invocation.environment,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": memory,
            "TMPDIR": scratch,
        }
        arguments = (handler, invocation.event, invocation.context, environment, theirs)
        process = _processes.Process(target=_run, args=arguments)
        process.start()
        theirs.close()
        try:
            if not ours.poll(invocation.context.get_remaining_time_in_millis() / 1000):
                message = f"Task timed out after {invocation.timeout:.2f} seconds"
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
