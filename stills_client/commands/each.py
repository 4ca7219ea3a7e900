"""What commands do with each of several videos. One that fails does not stop the others."""

import argparse
import sys
from collections.abc import Callable

from stills.cli.text import in_utf8, printable
from stills.errors import StillsError
from stills_client.api import Api, Json
from stills_client.session import connected, show_json

FAILED = 2


def do_each(arguments: argparse.Namespace, act: Callable[[Api, Json], None]) -> int:
    """Acts on each video that is wanted. Returns the exit status: that of the last failure, if
    there is one."""
    with connected(arguments) as (api, _):
        found, status = find_each(api, arguments)
        for named, video in found:
            try:
                act(api, video)
            except StillsError as error:
                status = report(named, error, arguments.json)
    return status


def find_each(api: Api, arguments: argparse.Namespace) -> tuple[list[tuple[str, Json]], int]:
    """The videos that are wanted, each once and with what it was named by, and the exit status. All
    are found before anything is done: of two with the same name, `rm` must not delete both."""
    found: dict[str, tuple[str, Json]] = {}
    status = 0
    for named in arguments.wanted:
        try:
            video = api.find(named)
        except StillsError as error:
            status = report(named, error, arguments.json)
        else:
            found.setdefault(video["id"], (named, video))
    return list(found.values()), status


def report(name: str, error: StillsError, as_json: bool) -> int:
    """Says what failed. Returns the exit status."""
    if as_json:
        reason = {"code": error.code, "reason": in_utf8(error.reason)}
        show_json({"video": in_utf8(name), "error": reason})
    else:
        told = f"error: {printable(name)}: {error.code}: {printable(error.reason)}"
        print(told, file=sys.stderr)
    status: int = getattr(error, "exit_status", FAILED)
    return status
