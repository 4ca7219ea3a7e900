"""`stills upload` and `stills download`."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from stills.cli.targets import archive_paths, folder_at
from stills.cli.text import in_bytes, printable
from stills.cli.videos import find_videos
from stills.errors import CannotRead, StillsError
from stills.wording import counted
from stills_client.api import Api, Json
from stills_client.bars import Bar, bars
from stills_client.commands.each import find_each, report
from stills_client.commands.videos import given_options
from stills_client.download import download as download_archive
from stills_client.journal import Entry
from stills_client.session import connected, show_json
from stills_client.threads import in_threads
from stills_client.upload import upload as upload_file
from stills_client.watch import watch

AT_ONCE = 3
"""Files that are sent or received at the same time."""


def upload(arguments: argparse.Namespace) -> int:
    """Each file becomes a video. With --wait, ends when there are images or a failure; with -o,
    downloads them, too."""
    options = given_options(arguments)
    found = find_videos(arguments.videos, in_folders=arguments.recursive)
    targets: list[Path | None] = [None] * len(found.paths)
    if arguments.output:
        targets[:] = archive_paths(found.paths, folder_at(arguments.output, "-o", (".zip",)))
    is_waited_for = arguments.wait or bool(arguments.output)
    with connected(arguments) as (api, s3):

        def work(path: Path, target: Path | None, bar: Bar) -> Json:
            video, entry = _upload(api, s3, path, options, bar)
            if is_waited_for:
                video = _watched(api, video, bar)
            if target:
                video = _download(api, s3, video, None, target, bar)
            entry.forget()
            return video

        jobs = [
            (path.name, lambda bar, path=path, target=target: work(path, target, bar))
            for path, target in zip(found.paths, targets, strict=True)
        ]
        status = _run(api, jobs, arguments.json)
    for each in found.unreadable:
        status = report(str(each.path), each.error, arguments.json)
    return status


def download(arguments: argparse.Namespace) -> int:
    """The zip of each video, into a folder or, of one video, a file."""
    with connected(arguments) as (api, s3):
        is_one = len(arguments.wanted) == 1
        found, status = find_each(api, arguments)
        if not found:
            return status
        targets = _targets([video for _, video in found], arguments.output, is_one)

        def work(video: Json, target: Path, bar: Bar) -> Json:
            if arguments.wait:
                video = _watched(api, video, bar)
            return _download(api, s3, video, arguments.extraction, target, bar)

        jobs = [
            (named, lambda bar, v=video, t=target: work(v, t, bar))
            for (named, video), target in zip(found, targets, strict=True)
        ]
        return _run(api, jobs, arguments.json) or status


def _upload(api: Api, s3: httpx.Client, path: Path, options: Json, bar: Bar) -> tuple[Json, Entry]:
    try:
        bar.to("uploading", 0, path.stat().st_size)
        return upload_file(api, s3, path, options, bar.add)
    except OSError as error:
        if isinstance(error, StillsError):
            raise
        raise CannotRead(f"{path}: {error.strerror}") from error


def _watched(api: Api, video: Json, bar: Bar) -> Json:
    def seen(state: Json) -> None:
        bar.to(state["status"], state["progress"]["fraction"] * state["size"], state["size"])

    return watch(api, video, seen)


def _download(
    api: Api, s3: httpx.Client, video: Json, extraction: int | None, target: Path, bar: Bar
) -> Json:
    def seen(have: int, size: int) -> None:
        bar.to("downloading", have, size)

    written = download_archive(api, s3, video, extraction, target, seen)
    return {**video, "file": str(written)}


def _targets(videos: Sequence[Json], output: str | None, is_one: bool) -> list[Path]:
    names = [Path(Path(video["filename"]).name or "video") for video in videos]
    if is_one and output and not Path(output).is_dir() and output.endswith(".zip"):
        return [Path(output)]
    return archive_paths(names, folder_at(output or ".", "-o", (".zip",)))


def _run(api: Api, jobs: Sequence[tuple[str, Callable[[Bar], Json]]], as_json: bool) -> int:
    """Does the jobs, a few at the same time. One that fails does not stop the others. Returns the
    exit status: that of the last failure, if there is one."""
    status = 0
    with bars() as shown:
        works = [partial(_begin, work, shown, name) for name, work in jobs]
        with in_threads(works, AT_ONCE, api.interruption) as running:
            try:
                for (name, _), each in zip(jobs, running, strict=True):
                    try:
                        _print(each.result(), as_json)
                    except StillsError as error:
                        status = report(name, error, as_json)
            except BaseException:
                api.interruption.request()
                raise
    return status


def _begin(work: Callable[[Bar], Json], shown: Any, name: str) -> Json:
    return work(shown.bar(name))


def _print(video: Json, as_json: bool) -> None:
    if as_json:
        show_json(video)
        return
    told = f"{printable(video['filename'])}: {video['status']}"
    if video["archive"]:
        archive = video["archive"]
        told += f", {counted(archive['images'], 'image')}, {in_bytes(archive['size'])}"
    print(f"{told}: {printable(video.get('file') or video['id'])}")
