"""Pictures are read from the archive, by the ranges of its manifest."""

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from contracts import keys
from contracts.messages import ExtractionCompleted
from notifications.pictures import MAX_SIZE, Pictures
from stills import manifest as manifests
from stills.manifest import Image, Manifest, Source
from stills.options import ExtractionOptions
from tests.integration.email.conftest import World

EVENT = ExtractionCompleted(
    user_id="ada",
    video_id="01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e",
    extraction=2,
    attempt=3,
    at=datetime(2026, 11, 24, tzinfo=UTC),
    video_name="a.mp4",
    images=1,
)
ABOUT = ("ada", EVENT.video_id, 2, 3)
SOURCE = Source(
    container="mp4",
    codec="h264",
    width=64,
    height=48,
    display_width=64,
    display_height=48,
    rotation=0,
    duration=9.0,
    frame_rate=25.0,
    hdr=False,
)


def stored(files: list[tuple[str, bytes]]) -> None:
    """An archive with these files, and its manifest."""
    archive, images = b"PK", []
    for index, (name, data) in enumerate(files):
        about: dict[str, Any] = {"width": 64, "height": 48, "sha256": "", "sharpness": 1.0}
        about |= {"requested_time": float(index), "time": float(index), "offset": len(archive)}
        images.append(Image(index=index, name=name, size=len(data), **about))
        archive += data
    manifest = Manifest(source=SOURCE, options=ExtractionOptions(), images=tuple(images))
    s3 = boto3.client("s3")
    s3.put_object(Bucket="images", Key=keys.archive(*ABOUT), Body=archive)
    s3.put_object(Bucket="images", Key=keys.manifest(*ABOUT), Body=manifests.encode(manifest))


def pictures() -> list[tuple[bytes, str, float]]:
    found = Pictures(boto3.client("s3"), "images").of(EVENT, lambda: 60)
    return [(each.data, each.media_type, each.time) for each in found]


@pytest.mark.parametrize(
    ("count", "times"),
    [(1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (4, [0, 2, 3]), (9, [1, 4, 7])],
)
def test_up_to_three_evenly_spaced_images_are_shown(
    world: World, count: int, times: list[int]
) -> None:
    stored([(f"{index}.jpg", f"<{index}>".encode()) for index in range(count)])

    assert pictures() == [(f"<{time}>".encode(), "image/jpeg", time) for time in times]


def test_only_what_every_mail_program_shows_is_read(world: World) -> None:
    stored([("a.tiff", b"a"), ("b.png", b"b"), ("c.avif", b"c"), ("d.webp", b"d")])

    assert pictures() == [(b"b", "image/png", 1.0)]


def test_large_images_are_left_out(world: World) -> None:
    stored([("a.jpg", b"a" * (MAX_SIZE + 1)), ("b.jpg", b"b" * MAX_SIZE)])

    assert [time for _, _, time in pictures()] == [1.0]


def test_an_email_without_pictures_is_sent_when_they_are_gone(world: World) -> None:
    world.send(world.event())

    assert len(world.mails) == 1
    assert "has no pictures" in world.log.getvalue()


@pytest.mark.parametrize("body", [b"", b"{", b'{"version": 2}'])
def test_a_manifest_that_cannot_be_read_gives_no_pictures(world: World, body: bytes) -> None:
    boto3.client("s3").put_object(Bucket="images", Key=keys.manifest(*ABOUT), Body=body)

    assert pictures() == []


def test_a_bucket_that_does_not_answer_gives_no_pictures(world: World) -> None:
    class Silent:
        def get_object(self, **_: object) -> None:
            raise EndpointConnectionError(endpoint_url="https://s3")

    assert Pictures(Silent(), "images").of(EVENT, lambda: 60) == ()  # type: ignore[arg-type]


class Unsteady:
    """S3, of which some requests fail: `takes` seconds go by with each."""

    def __init__(self, *failing: int, takes: float = 0) -> None:
        self._s3 = boto3.client("s3")
        self._failing = failing
        self._takes = takes
        self.requests = 0
        self.left = 30.0

    def get_object(self, **request: Any) -> Any:
        self.requests += 1
        self.left -= self._takes
        if self.requests in self._failing:
            raise EndpointConnectionError(endpoint_url="https://s3")
        return self._s3.get_object(**request)

    def times(self) -> list[float]:
        found = Pictures(self, "images").of(EVENT, lambda: self.left)  # type: ignore[arg-type]
        return [each.time for each in found]


def test_one_picture_that_cannot_be_read_does_not_take_the_others_away(world: World) -> None:
    stored([(f"{index}.jpg", b"<>") for index in range(3)])

    assert Unsteady(3).times() == [0, 2]


def test_no_picture_is_read_when_there_is_no_time_for_it(world: World) -> None:
    stored([(f"{index}.jpg", b"<>") for index in range(3)])
    s3 = Unsteady(takes=9)

    assert s3.times() == [0, 1]
    assert s3.requests == 3
