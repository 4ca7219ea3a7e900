"""The `stills` command: what the library does on this machine, and what the service does."""

from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence

from stills.cli import main as local
from stills.cli.main import Command, Parser
from stills_client.statuses import STATUSES

NAMED = "the id of a video, or its file name"

Add = Callable[[Parser], None]


def number(text: str) -> int:
    """From 1. Its name is in argparse's messages."""
    found = int(text)
    if found < 1:
        raise ArgumentTypeError("must be at least 1")
    return found


def _add_common(parser: Parser) -> None:
    parser.add_argument("--profile", help="another account or service; also STILLS_PROFILE")
    parser.add_argument("--json", action="store_true", help="print JSON, a line for each video")


def _add_login(parser: Parser) -> None:
    parser.add_argument("--api", metavar="URL", help="where the service is; also STILLS_API_URL")
    parser.add_argument("--email", help="the address of the account")
    parser.epilog = "The password is asked for, or read from STILLS_PASSWORD or standard input."


def _add_logout(parser: Parser) -> None:
    parser.add_argument("--everywhere", action="store_true", help="on all machines")


def _add_upload(parser: Parser) -> None:
    local.add_videos(parser)
    parser.add_argument("--wait", action="store_true", help="until there are images")
    parser.add_file("-o", "--output", metavar="FOLDER", help="wait, and download the images here")
    _add_options(parser, "VIDEO ...")


def _add_ls(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", help="a part of the names of the videos")
    parser.add_argument("--status", choices=STATUSES)
    parser.add_argument("--limit", type=number, default=50, help="at most so many (default: 50)")


def _add_named(parser: Parser) -> None:
    parser.add_argument("wanted", metavar="VIDEO", nargs="+", help=NAMED)


def _add_extraction(parser: Parser) -> None:
    parser.add_argument("--extraction", type=number, metavar="N", help="default: the latest one")


def _add_images(parser: Parser) -> None:
    parser.add_argument("wanted", metavar="VIDEO", nargs=1, help=NAMED)
    _add_extraction(parser)


def _add_download(parser: Parser) -> None:
    _add_named(parser)
    _add_extraction(parser)
    parser.add_argument("--wait", action="store_true", help="until there are images")
    parser.add_file("-o", "--output", metavar="FOLDER", help="a folder; of one video, also a .zip")


def _add_again(parser: Parser) -> None:
    _add_named(parser)
    _add_options(parser, "VIDEO ...")


def _add_options(parser: Parser, usage: str) -> None:
    from stills.cli.options import add_flags

    add_flags(parser, sheet_is_a_file=False)
    parser.usage = f"{parser.prog} [options] {usage}"


def _command(help: str, function: str, *add: Add) -> Command:
    def add_arguments(parser: Parser) -> None:
        for each in (*add, _add_common):
            each(parser)

    return Command(help, add_arguments, f"stills_client.commands.{function}")


COMMANDS = {
    "login": _command("sign in to the service", "account:login", _add_login),
    "logout": _command("sign out", "account:logout", _add_logout),
    "whoami": _command("show who is signed in, and where", "account:whoami"),
    "upload": _command("send videos to the service", "transfer:upload", _add_upload),
    "ls": _command("list videos of the service, newest first", "videos:ls", _add_ls),
    "show": _command("show videos of the service", "videos:show", _add_named),
    "images": _command("list the images of a video", "videos:images", _add_images),
    "download": _command("download the images of videos", "transfer:download", _add_download),
    "retry": _command("run failed extractions again", "videos:retry", _add_named),
    "again": _command("extract again, with other options", "videos:again", _add_again),
    "cancel": _command("stop uploads or extractions", "videos:cancel", _add_named),
    "rm": _command("delete videos with all their images", "videos:rm", _add_named),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    return local.main(arguments, {**local.COMMANDS, **COMMANDS})
