"""Runs a command on one video or on many. Of many, one that fails does not stop the others."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from stills import Session
from stills.cli.failures import Failure, print_failures
from stills.cli.text import in_utf8
from stills.cli.videos import Videos, find_videos, one_video
from stills.errors import CannotRead, StillsError

SOME_FAILED = 2

Result = TypeVar("Result")


def names_many(arguments: argparse.Namespace) -> bool:
    return arguments.recursive or len(arguments.videos) > 1


def describe_each(
    arguments: argparse.Namespace,
    key: str,
    describe: Callable[[Session, Path], Result],
    show: Callable[[Path, Result], None],
) -> int:
    """Shows a result for each video. As JSON it is a line for each of many videos, with the result
    under `key`, and only the result for a single one. Returns the exit status."""
    is_first = True

    def show_next(path: Path, result: Result) -> None:
        nonlocal is_first
        if arguments.json:
            print_json_line(path, {key: result})
            return
        print("" if is_first else "\n", end="")
        is_first = False
        show(path, result)

    if names_many(arguments):
        videos = find_videos(arguments.videos, in_folders=arguments.recursive)
        failures = run_on_each(videos, describe, show_next, as_json=arguments.json)
        return status_after(failures, videos)
    video = one_video(arguments.videos)
    with Session() as session:
        result = describe(session, video)
    if arguments.json:
        print(msgspec.json.encode(result).decode())
    else:
        show(video, result)
    return 0


def run_on_each(
    videos: Videos,
    work: Callable[[Session, Path], Result],
    show: Callable[[Path, Result], None],
    *,
    as_json: bool,
) -> list[Failure]:
    """Does the work on one video after the other, in one session, and shows each result. Returns
    what failed."""
    failures: list[Failure] = []

    def failed(path: Path, error: StillsError) -> None:
        failures.append(Failure(path, error))
        if as_json:
            reason = {"code": error.code, "reason": in_utf8(error.reason)}
            print_json_line(path, {"error": reason})

    for each in videos.unreadable:
        failed(each.path, each.error)
    with Session() as session:
        for path in videos.paths:
            try:
                result = work(session, path)
            except StillsError as error:
                failed(path, error)
            except OSError as error:
                failed(path, CannotRead(error.strerror or str(error)))
            else:
                show(path, result)
    return failures


def status_after(failures: list[Failure], videos: Videos) -> int:
    """The exit status. Prints a table of what failed."""
    if failures:
        print_failures(failures, len(videos.paths) + len(videos.unreadable))
        return SOME_FAILED
    return 0


def print_json_line(video: Path, fields: Mapping[str, Any]) -> None:
    """A line of JSON about a video."""
    line = {"video": in_utf8(str(video)), **fields}
    print(msgspec.json.encode(line).decode(), flush=True)
