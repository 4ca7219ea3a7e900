"""Parses the command line, runs one command, and reports an error in one line."""

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

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

    def add_file(self, *names: str, **settings: Any) -> None:
        action = self.add_argument(*names, **settings)
        action.complete = "file"  # type: ignore[attr-defined]  # for shtab


def _add_extract(parser: Parser) -> None:
    _add_videos(parser, "print the manifest as JSON")
    parser.add_file(
        *("-o", "--output"),
        metavar="ZIP",
        help="of several videos, a folder; default: the name of each video with .zip",
    )
    _add_options(parser)


def _add_plan(parser: Parser) -> None:
    _add_videos(parser, "print the estimate as JSON")
    _add_options(parser)


def _add_probe(parser: Parser) -> None:
    _add_videos(parser, "print the description as JSON")


def _add_completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell to print the script for")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = """\
bash:  stills completion bash > ~/.local/share/bash-completion/completions/stills
fish:  stills completion fish > ~/.config/fish/completions/stills.fish
zsh:   stills completion zsh > _stills, in a folder of $fpath"""


def add_videos(parser: Parser) -> None:
    """Arguments that name videos, which `stills.cli.videos` finds."""
    parser.add_file("videos", metavar="VIDEO", type=Path, nargs="+")
    parser.add_argument(
        "-r", "--recursive", action="store_true", help="take the videos in folders, too"
    )


def _add_videos(parser: Parser, json_help: str) -> None:
    add_videos(parser)
    parser.add_argument(
        "--json", action="store_true", help=f"{json_help}; of several videos, a line for each"
    )


def _add_options(parser: Parser) -> None:
    from stills.cli.options import add_flags  # only for the commands that need it

    add_flags(parser)
    parser.usage = f"{parser.prog} [options] VIDEO ..."


@dataclass(frozen=True)
class Command:
    """`function` is `module:name`. The module is imported to run it."""

    help: str
    add_arguments: Callable[[Parser], None]
    function: str


COMMANDS = {
    "extract": Command(
        "extract images from videos into zip files", _add_extract, "stills.cli.extract:run"
    ),
    "plan": Command(
        "estimate what an extraction would give and take", _add_plan, "stills.cli.plan:run"
    ),
    "probe": Command("describe videos", _add_probe, "stills.cli.probe:run"),
    "completion": Command(
        "print a script for completion in a shell", _add_completion, "stills.cli.completion:run"
    ),
}


def main(arguments: Sequence[str] | None = None, commands: Mapping[str, Command] = COMMANDS) -> int:
    """Returns the exit status."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) == signal.SIG_DFL:  # `nohup` ignores SIGHUP
            signal.signal(ending, _interrupt)
    _accept_any_text()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        parsed = _parse(arguments, commands)
        module, _, name = commands[parsed.command].function.partition(":")
        status: int = getattr(import_module(module), name)(parsed)
        if sys.stdout:
            sys.stdout.flush()
    except StillsError as error:
        return _fail(getattr(error, "exit_status", FAILED), error.code, error.reason)
    except BrokenPipeError:
        _close_output()
        return OUTPUT_CLOSED
    except OSError as error:
        _close_output()
        return _fail(FAILED, "cannot_write", error.strerror or str(error))
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted", "stopped before the end")
    return status


def _parse(arguments: Sequence[str], commands: Mapping[str, Command]) -> argparse.Namespace:
    parser = make_parser(commands, only=arguments[:1])
    parser.set_defaults(commands=commands)
    parsed, rest = parser.parse_known_args(arguments)
    if any(each.startswith("-") for each in rest) or (rest and "videos" not in parsed):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:  # argparse expects all videos in one place, not before and after a flag
        parsed.videos += map(Path, rest)
    return parsed


def make_parser(
    commands: Mapping[str, Command] = COMMANDS, only: Collection[str] | None = None
) -> Parser:
    """A parser for all commands, that knows only the arguments of the commands in `only`."""
    parser = Parser(prog="stills", description="Extracts images from videos.")
    parser.add_argument("--version", action="version", version=f"stills {__version__}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, command in commands.items():
        subparser = subparsers.add_parser(
            name,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            allow_abbrev=False,
        )
        if only is None or name in only:
            command.add_arguments(subparser)
    return parser


def _accept_any_text() -> None:
    """Lets every text be printed, whatever the encoding of the terminal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _close_output() -> None:
    """Throws away what could not be written, because Python would complain about it in the end."""
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())


def _fail(status: int, code: str, reason: str) -> int:
    print(f"error: {code}: {printable(reason)}", file=sys.stderr)
    return status
