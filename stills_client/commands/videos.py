"""`stills ls`, `show`, `images`, `retry`, `again`, `cancel` and `rm`."""

import argparse
from itertools import islice
from typing import Any

import msgspec

from stills.cli.options import read_options
from stills.cli.table import aligned, print_table
from stills.cli.text import in_bytes, in_time, in_utf8, printable
from stills.errors import InvalidOptions
from stills.wording import counted
from stills_client.api import Api, Json
from stills_client.commands.each import do_each
from stills_client.session import connected, show_json


def ls(arguments: argparse.Namespace) -> int:
    name = in_utf8(arguments.name) if arguments.name else None
    with connected(arguments) as (api, _):
        found = api.videos(status=arguments.status, name=name)
        videos = list(islice(found, arguments.limit))
    if arguments.json:
        for each in videos:
            show_json(each)
    elif videos:
        for line in aligned([_row(each) for each in videos]):
            print(line)
    return 0


def show(arguments: argparse.Namespace) -> int:
    def act(api: Api, video: Json) -> None:
        if arguments.json:
            show_json(video)
        else:
            print_table(video["filename"], _described(video))

    return do_each(arguments, act)


def images(arguments: argparse.Namespace) -> int:
    def act(api: Api, video: Json) -> None:
        cursor, path = None, f"/videos/{video['id']}/images"
        while True:
            page = api.get(path, extraction=arguments.extraction, cursor=cursor)
            _show_images(page["images"], arguments.json)
            cursor = page["next_cursor"]
            if cursor is None:
                return

    return do_each(arguments, act)


def retry(arguments: argparse.Namespace) -> int:
    return _post(arguments, "/retry")


def again(arguments: argparse.Namespace) -> int:
    return _post(arguments, "/extractions", {"options": given_options(arguments)})


def cancel(arguments: argparse.Namespace) -> int:
    return _post(arguments, "/cancel")


def rm(arguments: argparse.Namespace) -> int:
    """Deletes videos with all their images."""

    def act(api: Api, video: Json) -> None:
        api.request("DELETE", f"/videos/{video['id']}")
        if arguments.json:
            show_json({"id": video["id"], "deleted": True})
        else:
            print(f"Deleted {printable(video['filename'])}.")

    return do_each(arguments, act)


def given_options(arguments: argparse.Namespace) -> Json:
    """The options of the extraction that were given as flags. Raises InvalidOptions."""
    everything = msgspec.to_builtins(read_options(arguments))
    given = {name: each for name, each in everything.items() if name in vars(arguments)}
    try:
        msgspec.json.encode(given)
    except UnicodeEncodeError as error:
        raise InvalidOptions("a text among the options is not valid UTF-8") from error
    return given


def _post(arguments: argparse.Namespace, path: str, body: Any = None) -> int:
    def act(api: Api, video: Json) -> None:
        after = api.post(f"/videos/{video['id']}{path}", body)
        if arguments.json:
            show_json(after)
        else:
            print(f"{printable(after['filename'])}: {after['status']}")

    return do_each(arguments, act)


def _row(video: Json) -> tuple[str, ...]:
    done = video["progress"]["images"]
    images = counted(done, "image") if done else ""
    where = (video["id"], video["status"], images, in_bytes(video["size"]))
    return (*where, video["created_at"][:10], printable(video["filename"]))


def _described(video: Json) -> dict[str, str]:
    rows = {"id": video["id"], "status": video["status"], "size": in_bytes(video["size"])}
    if video["media"]:
        media = video["media"]
        rows["picture"] = f"{media['display_width']} x {media['display_height']}"
        rows["duration"] = in_time(media["duration"])
    if video["archive"]:
        archive = video["archive"]
        rows["images"] = f"{archive['images']:,}, {in_bytes(archive['size'])}"
        rows["kept until"] = (archive["expires_at"] or "")[:10]
    if video["error"]:
        rows |= {"reason": video["error"]["reason"], "advice": video["error"]["advice"]}
    if (until := video.get("decoded_until")) is not None:
        rows["damaged"] = f"the last frame that could be decoded is at {in_time(until)}"
    for number, warning in enumerate(video["warnings"], 1):
        rows[f"warning {number}"] = warning["reason"]
    return rows


def _show_images(listed: list[Json], as_json: bool) -> None:
    if as_json:
        for each in listed:
            show_json(each)
    elif listed:
        rows = [
            (
                in_time(each["time"]),
                f"{each['width']} x {each['height']}",
                in_bytes(each["size"]),
                printable(each["name"]),
            )
            for each in listed
        ]
        for line in aligned(rows):
            print(line)
