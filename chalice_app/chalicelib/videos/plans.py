"""What an extraction would yield, take and cost, from what the worker found out about the video."""

from typing import Annotated

import msgspec
from msgspec import Struct

from chalicelib.errors import NoImages, NotOpenedYet, UnknownLength
from chalicelib.videos.model import Extraction, Media, Video
from stills.options import ExtractionOptions
from stills.planning import sizes
from stills.planning.estimate import estimate
from stills.planning.pricing import on_lambda
from stills.planning.sizes import Sample
from stills.planning.timeline import assumed_timeline
from stills.schema import about
from stills.warnings import VideoWarning, times_beyond_end
from stills.wording import counted


class PlanView(Struct, frozen=True, kw_only=True):
    """Estimates, as if no image were left out as black, blurred or a duplicate."""

    images: Annotated[int, about("Number of images", 31)]
    archive_size: Annotated[int, about("Size of the zip in bytes", 8912896)]
    seconds: Annotated[float, about("How many seconds the worker takes", 6.2)]
    usd: Annotated[
        float,
        about("What the worker's time costs in US dollars, without storage and transfer", 0.0004),
    ]
    fits: Annotated[
        bool,
        about("False if the extraction would fail, because it takes longer than it may", True),
    ]
    warnings: Annotated[
        tuple[VideoWarning, ...],
        about(
            "Listed times that give no image, if there are any",
            [msgspec.to_builtins(times_beyond_end(1, 3, 61.4))],
        ),
    ]


def plan(
    video: Video, made: Extraction | None, options: ExtractionOptions, worker_memory: int
) -> PlanView:
    """Changes nothing. `made` is a completed extraction of the video; `worker_memory` is in MB.

    Raises NotOpenedYet, UnknownLength, NoImages.
    """
    media = video.media
    if media is None:
        raise NotOpenedYet(
            "The video has not been opened yet. It can be planned as soon as its extraction starts."
        )
    if not media.duration or media.duration < 0:
        raise UnknownLength
    timeline = assumed_timeline(media, media.duration, media.keyframes)
    expected = estimate(timeline, options, _sample(made, media, options))
    if expected.images == 0:
        raise NoImages(
            "An extraction with these options would yield no images. "
            f"The video is {media.duration:.10g} s long"
            + (f" and has {counted(media.chapters, 'chapter')}." if options.chapters else ".")
        )
    worker = on_lambda(expected, worker_memory)
    return PlanView(
        images=expected.images,
        archive_size=expected.archive_size,
        seconds=worker.seconds,
        usd=worker.usd,
        fits=worker.fits,
        warnings=timeline.missed_times(options),
    )


def _sample(made: Extraction | None, media: Media, options: ExtractionOptions) -> Sample:
    if made is None or made.archive is None or not made.archive.images:
        return sizes.typical(media, options)
    archive = made.archive
    return sizes.like(media, options, made=made.options, images=archive.images, size=archive.size)
