"""The worker's buckets, in moto."""

import boto3
import pytest
from botocore.exceptions import ClientError
from msgspec.structs import replace

from stills.manifest import Manifest
from stills.options import ExtractionOptions
from tests.integration.worker.world import World
from tests.samples import a_source, an_image
from worker.buckets import ImagesBucket, VideosBucket
from worker.errors import SourceMissing

MANIFEST = Manifest(
    source=a_source(),
    options=ExtractionOptions(),
    images=(an_image(0, size=10, offset=50),),
    archive_size=500,
)


@pytest.fixture
def images(world: World) -> ImagesBucket:
    return ImagesBucket(world.s3, "images")


def test_a_job_that_has_not_been_done_has_no_manifest(world: World, images: ImagesBucket) -> None:
    assert images.manifest(world.job) is None


def test_a_manifest_is_read_as_it_was_written(world: World, images: ImagesBucket) -> None:
    images.put_manifest(world.job, MANIFEST)

    assert images.manifest(world.job) == MANIFEST


def test_a_job_is_canceled_if_its_marker_exists(world: World, images: ImagesBucket) -> None:
    assert not images.is_canceled(world.job)

    world.cancel()

    assert images.is_canceled(world.job)


def test_a_bucket_that_cannot_be_asked_does_not_count_as_not_canceled(
    world: World, images: ImagesBucket
) -> None:
    def deny(**_: object) -> None:
        raise ClientError({"Error": {"Code": "403", "Message": "Forbidden"}}, "HeadObject")

    world.s3.meta.events.register("before-call.s3.HeadObject", deny)

    with pytest.raises(ClientError, match="403"):
        images.is_canceled(world.job)


def test_a_missing_bucket_is_an_error_and_not_a_job_to_do(world: World) -> None:
    with pytest.raises(ClientError, match="NoSuchBucket"):
        ImagesBucket(world.s3, "nowhere").manifest(world.job)


def test_an_archive_is_a_zip_in_the_place_of_the_job(world: World, images: ImagesBucket) -> None:
    with images.upload_archive(world.job) as upload:
        upload.add(b"a zip")
        upload.complete()

    [(key, data)] = world.images().items()
    assert data == b"a zip"
    assert world.s3.head_object(Bucket="images", Key=key)["ContentType"] == "application/zip"


def test_the_video_of_a_job_is_opened_with_its_name(world: World) -> None:
    world.upload(b"a video")
    job = replace(world.job, video_name="holiday.mp4")

    with VideosBucket(world.s3, "videos").open(job) as source:
        assert (source.read(), source.name) == (b"a video", "holiday.mp4")


def test_a_video_that_does_not_exist_is_a_missing_source(world: World) -> None:
    with pytest.raises(SourceMissing):
        VideosBucket(boto3.client("s3"), "videos").open(world.job)
