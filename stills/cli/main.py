"""Reads the command line, runs one command, and says in a line what went wrong."""

import argparse
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import NoReturn

from stills.cli.errors import CommandError
from stills.cli.options import add_flags
from stills.cli.text import printable
from stills.errors import VideoError

FAILED = 2
INTERRUPTED = 130
"""As a shell says of a command that Ctrl-C ended."""

COMMANDS = {
    "extract": ("extract images into a zip", "print the manifest"),
    "plan": ("estimate what an extraction would yield and take", "print the estimate"),
    "probe": ("say what a video is", "print it"),
}
"""What each does, and what it does with --json; each is the `run` of a module of its name."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CommandError("invalid_options", message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        parsed = _parser().parse_args(arguments)
        # Only the one: what the others import would be a tenth of a short extraction's time.
        import_module(f"stills.cli.{parsed.command}").run(parsed)
    except (CommandError, VideoError) as error:
        return _fail(FAILED, error.code, error.reason)
    except OSError as error:
        return _fail(FAILED, "cannot_read", error.strerror or str(error))
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted", "stopped before the end")
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _fail(status: int, code: str, reason: str) -> int:
    print(f"error: {code}: {printable(reason)}", file=sys.stderr)
    return status


def _parser() -> Parser:
    parser = Parser(prog="stills", description="Extracts images from videos on this machine.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (says, as_json) in COMMANDS.items():
        command = commands.add_parser(name, help=says, description=says, allow_abbrev=False)
        command.add_argument("video", type=Path, metavar="VIDEO")
        command.add_argument("--json", action="store_true", help=f"{as_json} as JSON, for machines")
        if name == "extract":
            command.add_argument(
                "-o", "--output", type=Path, metavar="ZIP", help="default: <VIDEO's stem>.zip here"
            )
        if name != "probe":
            add_flags(command)
    return parser
