"""Reads the command line, runs one command, and says plainly what went wrong."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cli import extract, probe
from cli.options import add_options
from worker.errors import WorkerError

FAILED = 2
"""The exit status of a failure, as argparse's of a wrong command line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        parsed.run(parsed)
    except WorkerError as error:
        return _fail(error.code, error.reason)
    except msgspec.ValidationError as error:
        return _fail("invalid_options", str(error))
    except OSError as error:
        return _fail("file_error", f"{error.strerror}: {error.filename}")
    except KeyboardInterrupt:
        return _fail("interrupted", "nothing was written")
    return 0


def _fail(code: str, happened: str) -> int:
    print(f"error: {code}: {happened}", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stills", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, says in (
        ("extract", extract.run, "extract images from a video into a zip"),
        ("probe", probe.run, "say what a video is"),
    ):
        command = commands.add_parser(name, help=says, description=says)
        command.set_defaults(run=run)
        command.add_argument("video", type=Path, metavar="VIDEO")
        command.add_argument("--json", action="store_true", help="print JSON, for machines")
        if run is extract.run:
            command.add_argument("-o", "--output", type=Path, required=True, metavar="ZIP")
            add_options(command)
    return parser
