"""Starts and stops the local cloud: the emulator, the runner and what is deployed to them."""

import fcntl
import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from deploy.tools import DeploymentError
from local.container.debian import can_build
from local.container.image import build
from local.deployment import LocalDeployment
from local.page import LocalPage
from local.processes import CloudError, Process, require_free, running, wait_until_healthy
from local.settings import EMULATOR_PYTHON, REGION, Settings

HANDLER = "worker.handler.handler"
Outputs = dict[str, Any]


class AlreadyUp(CloudError):
    """Another process already runs the local cloud of this state directory."""


@dataclass(frozen=True)
class Cloud:
    outputs: Outputs
    processes: tuple[Process, ...]
    page: LocalPage

    def watch(self) -> None:
        """Never returns. Publishes the page when it was built again. Raises CloudError when a
        process ends by itself."""
        while True:
            for process in self.processes:
                process.check()
            self.page.refresh()
            time.sleep(1)


@contextmanager
def cloud(settings: Settings, report: Callable[[str], None]) -> Iterator[Cloud]:
    """Starts the local cloud and deploys to it; stops it at the end, and keeps its data.

    From then on, all AWS clients of this process use it.
    Raises AlreadyUp, CloudError or DeploymentError.
    """
    if not EMULATOR_PYTHON.exists():
        raise CloudError("the emulator is not installed; `make run` installs it")
    with ExitStack() as stack:
        stack.enter_context(_sole_use(settings))
        settings.outputs_file.unlink(missing_ok=True)  # a killed process leaves it
        require_free(settings.port, "STILLS_PORT")
        require_free(settings.page_port, "STILLS_PAGE_PORT")
        _make_directories(settings)
        worker = _worker(settings, report)
        report("Starting the local cloud")
        use_emulated_account(settings)
        emulator, runner = _start(settings, worker, stack)
        stack_outputs, api_url = LocalDeployment(settings, report).deploy()
        page = LocalPage(stack_outputs)
        outputs = {
            "api_url": api_url,
            "page_url": settings.page_url if page.refresh() else None,
            "mail_url": settings.mail_url,
            "user_pool_id": stack_outputs["UserPoolId"],
            "user_pool_client_id": stack_outputs["UserPoolClientId"],
            "videos_bucket": stack_outputs["VideosBucketName"],
            "images_bucket": stack_outputs["ImagesBucketName"],
            "endpoint_url": settings.endpoint_url,
            "region": REGION,
            "stack": stack_outputs,
        }
        settings.outputs_file.write_text(json.dumps(outputs, indent=2) + "\n")
        stack.callback(settings.outputs_file.unlink, missing_ok=True)
        yield Cloud(outputs, (emulator, runner), page)


def _make_directories(settings: Settings) -> None:
    """Only this user can enter them: they contain users' passwords, keys and videos."""
    scratch = settings.home / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)  # a killed emulator leaves code of functions there
    for directory in (scratch, settings.logs, settings.state, settings.objects):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)


def use_emulated_account(settings: Settings) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(settings.aws_environment())
    direct = [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "127.0.0.1", "localhost"]
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, direct))


def _worker(settings: Settings, report: Callable[[str], None]) -> list[str]:
    """What tells the runner how the worker runs. Builds its image if that is how."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if settings.worker == "host" or (settings.worker == "auto" and not can_build(version)):
        return [HANDLER]
    try:
        build(version, report)
    except DeploymentError as error:
        if settings.worker == "image":
            raise
        report(f"Running the worker without its image, which could not be built: {error}")
        return [HANDLER]
    return [HANDLER, "--image"]


def _start(settings: Settings, worker: list[str], stack: ExitStack) -> tuple[Process, Process]:
    """Starts the runner first, since the emulator may deliver a job as soon as it is up."""
    listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    runner_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    runner = stack.enter_context(
        running(
            "runner",
            [sys.executable, "-m", "local.runner", str(listener.fileno()), *worker],
            environment=settings.runner_environment(),
            logs=settings.logs,
            pass_fds=[listener.fileno()],
        )
    )
    emulator = stack.enter_context(
        running(
            "emulator",
            [EMULATOR_PYTHON, "-m", "local.emulator"],
            environment=settings.emulator_environment(runner_url),
            logs=settings.logs,
        )
    )
    wait_until_healthy(f"{settings.endpoint_url}/_ministack/health", emulator)
    return emulator, runner


@contextmanager
def _sole_use(settings: Settings) -> Iterator[None]:
    """Holds the lock of the state directory, which the kernel releases when the process ends.
    Raises AlreadyUp."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            message = (
                f"Stills is already up here (process {file.read()}); stop it with Ctrl-C first"
            )
            raise AlreadyUp(message) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
