"""What an extraction would yield, take and cost, from what the worker saw of the video before."""

from collections.abc import Iterator

from msgspec import Struct

from chalicelib.errors import NotOpenedYet, UnknownLength
from chalicelib.videos.records import Archive, Media, VideoRecord
from stills.options import ExtractionOptions
from stills.planning import sizes
from stills.planning.estimate import estimate
from stills.planning.pricing import on_lambda
from stills.planning.sizes import Sample
from stills.planning.timeline import assumed_timeline


class Plan(Struct, frozen=True, kw_only=True):
    """Estimates, as if no image were left out as black or duplicate. `archive_size` is in bytes,
    `seconds` are the worker's, `usd` is what they cost, without storage and transfer. Where it
    does not fit into the time that a worker has, `fits` is false: the extraction would fail."""

    images: int
    archive_size: int
    seconds: float
    usd: float
    fits: bool


def plan(video: VideoRecord, options: ExtractionOptions, worker_memory: int) -> Plan:
    """Changes nothing. `worker_memory` is in MB. Raises NotOpenedYet, UnknownLength."""
    media = video.media
    if media is None:
        raise NotOpenedYet(
            "The video was not opened yet; a plan can be made as soon as its extraction has begun."
        )
    if not media.duration or media.duration < 0:
        raise UnknownLength
    timeline = assumed_timeline(media, media.duration, media.keyframes)
    expected = estimate(timeline, options, _sample(video, media, options))
    worker = on_lambda(expected, worker_memory)
    return Plan(
        images=expected.images,
        archive_size=expected.archive_size,
        seconds=worker.seconds,
        usd=worker.usd,
        fits=worker.fits,
    )


def _sample(video: VideoRecord, media: Media, options: ExtractionOptions) -> Sample:
    for made, archive in _made(video):
        if archive is not None and archive.images:
            return sizes.like(media, options, made=made, images=archive.images, size=archive.size)
    return sizes.typical(media, options)


def _made(video: VideoRecord) -> Iterator[tuple[ExtractionOptions, Archive | None]]:
    """The options and the archive of each extraction, the latest first."""
    yield video.options, video.archive
    for each in reversed(video.history or ()):
        yield each.options, each.archive
