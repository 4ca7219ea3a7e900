"""A hundred videos of the largest size: every list of them fits into the answers of Lambda."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args
from unittest.mock import patch

import msgspec
import pytest
from msgspec.structs import replace

from chalicelib.limits import MAX_OPTIONS
from chalicelib.videos import repository
from chalicelib.videos.model import Archive, Media, Video
from chalicelib.videos.status import Status
from contracts import keys
from contracts.failures import Failure
from stills import manifest as manifests
from stills.manifest import Location, Manifest
from stills.options import ExtractionOptions
from stills.warnings import VideoWarning
from tests.integration.api.steps import completed, queued
from tests.integration.api.world import Answer, Api, World
from tests.samples import a_source, an_image

LAMBDA_LIMIT = 6_000_000  # bytes of an answer, which is base64
VIDEOS = 100
START = datetime(2026, 11, 24, tzinfo=UTC)
NAME = f"{'🎬' * 251}.mp4"  # 255 characters
SENTENCE = "Die Datei ist beschädigt 🎞 \"'\\. " * 8
OPTIONS = ExtractionOptions(timestamps=tuple(10_000.123457 + n for n in range(9_990)))
STATUSES = get_args(Status)


def status_of(number: int) -> Status:
    status: Status = STATUSES[number % len(STATUSES)]
    return status


def heavy(user_id: str, number: int) -> Video:
    """The larger its number, the newer it is."""
    video_id = f"01890000-0000-7000-8000-{number:012}"
    status = status_of(number)
    return Video(
        user_id=user_id,
        video_id=video_id,
        filename=NAME,
        description="\n😀" * 500,
        size=10 * 2**30,
        source_key=keys.source(user_id, video_id),
        created_at=START,
        updated_at=START,
        extraction=1,
        status=status,
        options=OPTIONS,
        failure=Failure("not_a_video", SENTENCE) if status == "failed" else None,
        archive=Archive(10_000, 2**40) if status == "completed" else None,
        completed=1 if status == "completed" else None,
        media=Media(**msgspec.structs.asdict(a_source()), keyframes=10_000),
        warnings=(VideoWarning("frames_lost", SENTENCE, {"frames": 12}),) * 40,
        dropped={"black": 9_999, "blurred": 9_999, "duplicate": 9_999},
    )


@pytest.fixture(scope="module")
def owner(shared_world: World) -> Api:
    """A user with VIDEOS of them, of all statuses in turn. They are saved one by one, since moto
    copies the whole table for a transaction."""
    shared_world.empty()
    assert shared_world.services.videos  # it gives the records their table
    api = shared_world.api.as_user()
    for number in range(VIDEOS):
        repository._record_of(heavy(api.user_id, number)).save()
    return api


@pytest.fixture
def reads() -> Iterator[list[str]]:
    """The ids of the videos that are read from the table."""
    read: list[str] = []
    upstream = repository._video_of

    def counted(record: Any) -> Video:
        read.append(record.video_id)
        return upstream(record)

    with patch.object(repository, "_video_of", counted):
        yield read


def pages(api: Api, path: str, query: str) -> Iterator[Answer]:
    """All pages of a list, each of which Lambda can answer."""
    cursor = ""
    while cursor is not None:
        answer = api.call("GET", f"{path}?{query}{cursor}")
        assert answer.status == 200
        assert len(answer.content) * 4 / 3 < LAMBDA_LIMIT
        yield answer
        next_cursor = answer.json["next_cursor"]
        cursor = next_cursor and f"&cursor={next_cursor}"


def listed(api: Api, query: str) -> tuple[list[int], int]:
    """The numbers of the videos of a list in its order, and how many pages it has."""
    found = [answer.json["videos"] for answer in pages(api, "/videos", query)]
    return [int(video["id"][-12:]) for page in found for video in page], len(found)


NEWEST_FIRST = list(reversed(range(VIDEOS)))


def test_the_options_are_as_long_as_allowed() -> None:
    assert 0.98 * MAX_OPTIONS < len(msgspec.json.encode(OPTIONS)) <= MAX_OPTIONS


@pytest.mark.parametrize("query", ["limit=200", "limit=7"])
def test_each_is_listed_once_newest_first(owner: Api, reads: list[str], query: str) -> None:
    found, pages = listed(owner, query)

    assert found == NEWEST_FIRST
    assert len(reads) <= VIDEOS + pages  # and one more of each page, to know that it goes on


@pytest.mark.parametrize("status", STATUSES)
def test_those_of_a_status_are_listed_once_newest_first(
    owner: Api, reads: list[str], status: Status
) -> None:
    wanted = [n for n in NEWEST_FIRST if status_of(n) == status]

    found, pages = listed(owner, f"status={status}&limit=5")

    assert found == wanted
    assert len(reads) <= len(wanted) + 2 * pages  # a page reads the last video of the one before


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("name=%F0%9F%8E%AC.MP4", NEWEST_FIRST),
        ("name=mp4&status=failed", [n for n in NEWEST_FIRST if status_of(n) == "failed"]),
    ],
)
def test_a_search_looks_at_each_about_once(
    owner: Api, reads: list[str], query: str, wanted: list[int]
) -> None:
    found, pages = listed(owner, f"{query}&limit=200")

    assert found == wanted
    assert pages <= VIDEOS / 20
    assert len(reads) <= 1.5 * VIDEOS


def test_the_extractions_of_a_video_are_listed_once_latest_first(world: World) -> None:
    api = world.api.as_user()
    latest = heavy(api.user_id, 4)
    repository._record_of(replace(latest, extraction=45)).save()
    for number in range(1, 45):
        repository._record_of_extraction(replace(latest, extraction=number)).save()

    found = [
        answer.json["extractions"]
        for answer in pages(api, f"/videos/{latest.video_id}/extractions", "limit=20")
    ]

    assert [each["number"] for page in found for each in page] == list(range(45, 0, -1))


def test_thousands_of_images_with_all_their_facts_are_listed_once_by_time(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api, filename=NAME, options=msgspec.to_builtins(OPTIONS))
    completed(world, job)
    facts = {
        "captured_at": START,
        "location": Location(latitude=-12.345678, longitude=-123.456789, altitude=-1234.5),
        "chapter": "🎬" * 200,
        "sharpness": 12345.678901234567,
    }
    made = Manifest(
        source=a_source(),
        options=OPTIONS,
        images=tuple(an_image(n, size=10**7, offset=n * 10**7, **facts) for n in range(5_000)),
        archive_size=10**11,
    )
    where = (job["user_id"], job["video_id"], job["extraction"], job["attempt"])
    world.s3.put_object(Bucket="images", Key=keys.manifest(*where), Body=manifests.encode(made))
    path = f"/videos/{job['video_id']}"

    found = [answer.json["images"] for answer in pages(api, f"{path}/images", "limit=1000")]

    assert [image["index"] for page in found for image in page] == list(range(5_000))
    whole = api.call("GET", f"{path}/manifest")
    assert (whole.status, whole.json["code"]) == (413, "image_too_large")
