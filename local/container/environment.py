"""Execution environments, which run the functions of an image as Lambda does."""

import platform
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from local.container.image import Image
from local.ports import free_ports
from local.runner.invocation import InvocationError
from local.settings import ROOT

ENTER = Path(__file__).with_name("enter.sh")
ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
START_SECONDS = 30


@dataclass(frozen=True)
class ExecutionEnvironment:
    """One process of a function, which runs one invocation after the other."""

    url: str
    timeout: int

    def invoke(self, event: Any) -> Any:
        """Returns the handler's result. Raises InvocationError if the handler raised, exited or
        timed out; the environment can be used again all the same."""
        answer = httpx.post(self.url, json=event, timeout=self.timeout + 30, trust_env=False)
        if answer.text.startswith("Task timed out"):
            raise InvocationError("Sandbox.Timedout", answer.text)
        result = answer.json()
        if isinstance(result, dict) and "errorType" in result:
            raise InvocationError(result["errorType"], result.get("errorMessage", ""))
        return result


@contextmanager
def execution_environment(
    image: Image, variables: Mapping[str, str], *, memory: int, timeout: int
) -> Iterator[ExecutionEnvironment]:
    """Starts an image as Lambda does, with these environment variables alone, `memory` in MB and
    `timeout` in seconds. At the end, or when this process ends, all its processes end."""
    port, runtime_port = free_ports(2)
    emulator = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
    emulator += ["--runtime-api-address", f"127.0.0.1:{runtime_port}"]
    command: list[str | Path] = [ENTER, str(memory), image.files, image.working_directory]
    process = subprocess.Popen(  # noqa: S603 - fixed commands, no shell
        [*command, _emulator(), *emulator, *image.command],
        stdin=subprocess.PIPE,
        env={
            **variables,
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory),
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout),
            "LAMBDA_TASK_ROOT": image.working_directory,
        },
        start_new_session=True,  # it cleans up behind itself when standard input closes
    )
    try:
        _wait_until_open(port, process)
        url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
        yield ExecutionEnvironment(url, timeout)
    finally:
        process.communicate()  # closes standard input


def _wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise InvocationError("Runtime.Unknown", "The execution environment did not start.")


def _emulator() -> Path:
    """AWS's Runtime Interface Emulator, which comes with the SAM CLI."""
    packages = (ROOT / ".stills" / "venvs" / "sam").glob("lib/python*/site-packages")
    return next(packages) / "samcli" / "local" / "rapid" / f"aws-lambda-rie-{ARCHITECTURE}"
