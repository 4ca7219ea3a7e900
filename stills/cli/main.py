"""Parses the command line, runs one command, and reports an error in one line."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import NoReturn

from stills.cli.text import printable
from stills.errors import InvalidOptions, StillsError
from stills.version import __version__

FAILED = 2
INTERRUPTED = 130
"""As shells report a command that was ended by Ctrl-C."""
OUTPUT_CLOSED = 141
"""As shells report a command whose reader, such as `head`, has ended."""

SHELLS = ("bash", "fish", "zsh")


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InvalidOptions(message.removeprefix("argument "))

    def add_file(self, *names: str, metavar: str, help: str | None = None) -> None:
        action = self.add_argument(*names, type=Path, metavar=metavar, help=help)
        action.complete = "file"  # type: ignore[attr-defined]  # for shtab


def _add_extract(parser: Parser) -> None:
    _add_video(parser, "print the manifest as JSON")
    parser.add_file("-o", "--output", metavar="ZIP", help="default: the video's name with .zip")
    _add_options(parser)


def _add_plan(parser: Parser) -> None:
    _add_video(parser, "print the estimate as JSON")
    _add_options(parser)


def _add_probe(parser: Parser) -> None:
    _add_video(parser, "print the description as JSON")


def _add_completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell to print the script for")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = """\
bash:  stills completion bash > ~/.local/share/bash-completion/completions/stills
fish:  stills completion fish > ~/.config/fish/completions/stills.fish
zsh:   stills completion zsh > _stills, in a folder of $fpath"""


def _add_video(parser: Parser, json_help: str) -> None:
    parser.add_file("video", metavar="VIDEO")
    parser.add_argument("--json", action="store_true", help=json_help)


def _add_options(parser: Parser) -> None:
    from stills.cli.options import add_flags  # only for the commands that need it

    add_flags(parser)
    parser.usage = f"{parser.prog} [options] VIDEO"


@dataclass(frozen=True)
class Command:
    """Its `run` function is in the module of the same name, which is imported to run it."""

    help: str
    add_arguments: Callable[[Parser], None]


COMMANDS = {
    "extract": Command("extract images into a zip file", _add_extract),
    "plan": Command("estimate what an extraction would give and take", _add_plan),
    "probe": Command("describe a video", _add_probe),
    "completion": Command("print a script for completion in a shell", _add_completion),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        parsed = make_parser(only=arguments[:1]).parse_args(arguments)
        import_module(f"stills.cli.{parsed.command}").run(parsed)
        sys.stdout.flush()
    except StillsError as error:
        return _fail(FAILED, error.code, error.reason)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains
        return OUTPUT_CLOSED
    except OSError as error:
        return _fail(FAILED, "cannot_read", error.strerror or str(error))
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted", "stopped before the end")
    return 0


def make_parser(only: Sequence[str] = tuple(COMMANDS)) -> Parser:
    """A parser for all commands, that knows only the arguments of the commands in `only`."""
    parser = Parser(prog="stills", description="Extracts images from videos.")
    parser.add_argument("--version", action="version", version=f"stills {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, command in COMMANDS.items():
        subparser = commands.add_parser(
            name,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            allow_abbrev=False,
        )
        if name in only:
            command.add_arguments(subparser)
    return parser


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _fail(status: int, code: str, reason: str) -> int:
    print(f"error: {code}: {printable(reason)}", file=sys.stderr)
    return status
