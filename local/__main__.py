"""`python -m local run` runs the local cloud; `python -m local demo` extracts from one video;
`python -m local image` builds the worker's image."""

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import httpx
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from deploy.tools import DeploymentError
from local.client import ApiError
from local.cloud import AlreadyUp, Outputs, cloud
from local.container.report import show_image
from local.demo import DemoFailed, demo
from local.processes import CloudError
from local.settings import Settings

NO_PAGE = "is not built; `make page` says why"
FAILURES = (
    ApiError,
    BotoCoreError,
    ClientError,
    CloudError,
    DemoFailed,
    DeploymentError,
    OSError,
    ValueError,
    httpx.HTTPError,
)


def main() -> int:
    arguments = _arguments()
    console = Console(soft_wrap=True, highlight=False)
    signal.signal(signal.SIGTERM, _leave)
    try:
        if arguments.command == "run":
            _run(Settings.from_env(), console)
        elif arguments.command == "image":
            show_image(console)
        else:
            _demo(Settings.from_env(), arguments.video, arguments.out, console)
    except KeyboardInterrupt:
        console.print("Stopped")
        return 0 if arguments.command == "run" else 130
    except FAILURES as error:
        Console(stderr=True, soft_wrap=True).print(f"error: {error}", highlight=False, markup=False)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run")
    commands.add_parser("image")
    demonstration = commands.add_parser("demo")
    for option in ("--video", "--out"):
        demonstration.add_argument(option, type=lambda path: Path(path) if path else None)
    return parser.parse_args()


def _leave(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(settings: Settings, console: Console) -> None:
    with cloud(settings, console.print) as up:
        console.print("\n[bold]Stills is up[/]; Ctrl-C stops it")
        for name, value in (
            ("Page", up.outputs["page_url"] or NO_PAGE),
            ("API", up.outputs["api_url"]),
            ("Mail", up.outputs["mail_url"]),
            ("More", str(settings.outputs_file)),
        ):
            console.print(f"  {name:<5} {value}", markup=False)
        up.watch()


def _demo(settings: Settings, video: Path | None, out: Path | None, console: Console) -> None:
    if video and not video.is_file():
        raise FileNotFoundError(f"there is no file {video}")
    with _outputs(settings, console) as outputs:
        demo(outputs, video, out, console)
    console.print(f"Page: {settings.page_url}, while `make run` runs", markup=False)


@contextmanager
def _outputs(settings: Settings, console: Console) -> Iterator[Outputs]:
    """The outputs of the local cloud that is running, or of one started just for this."""
    try:
        with cloud(settings, console.print) as up:
            yield up.outputs
    except AlreadyUp:
        if not settings.outputs_file.exists():
            raise CloudError("Stills is starting; try again when it is up") from None
        console.print("Using the local cloud that is already running")
        yield json.loads(settings.outputs_file.read_text())


if __name__ == "__main__":
    sys.exit(main())
