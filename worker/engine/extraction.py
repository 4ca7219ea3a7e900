"""From a video to images and the manifest that tells of them."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from contracts.manifest import Image, Manifest
from contracts.options import ExtractionOptions
from worker.engine.decode import Decoder
from worker.engine.describe import damage_warnings, source_of
from worker.engine.encode import EncodedImage, encode_jpeg, in_parallel
from worker.engine.moments import Moments, wanted_moments
from worker.engine.pixels import geometry, to_picture
from worker.engine.selection import on_screen
from worker.engine.source import Frame, Video
from worker.engine.timing import clock, from_seconds, to_seconds
from worker.errors import NoImages

Store = Callable[[str, bytes], int]
Progress = Callable[[float, int], None]


def extract(
    video: BinaryIO, options: ExtractionOptions, *, store: Store, progress: Progress
) -> Manifest:
    """Extracts the images that `options` ask for from `video`, a seekable binary file.

    `store(name, data)` adds an image file to the archive and returns the offset of its bytes;
    `progress(fraction, images)` is told how much of the wanted time, from 0 to 1, is done and how
    many images are stored, and may raise to stop. Raises a WorkerError where there is nothing to
    extract, and whatever `video`, `store` and `progress` raise.
    """
    with Video(video) as source:
        moments = wanted_moments(options)
        decoder = Decoder(source)
        images: list[Image] = []

        def watched(frames: Iterable[Frame]) -> Iterator[Frame]:
            for frame in frames:
                progress(_fraction(frame.time, moments, source.duration), len(images))
                yield frame

        frames = watched(decoder.wanted_frames(moments))
        for image in _images(source, on_screen(frames, moments), options, store):
            images.append(image)
        if not images:
            raise NoImages
        progress(1.0, len(images))
        return Manifest(
            source=source_of(source),
            options=options,
            images=tuple(images),
            warnings=damage_warnings(decoder.damage),
            decoded_until=to_seconds(decoder.until) if decoder.damage else None,
        )


def _images(
    source: Video, chosen: Iterable[tuple[int, Frame]], options: ExtractionOptions, store: Store
) -> Iterator[Image]:
    """Stores an image of each chosen frame, in order; numbers count them from 0."""
    shape = geometry(source.first, source.stream.sample_aspect_ratio)

    def encode(choice: tuple[int, Frame]) -> tuple[int, int, EncodedImage]:
        wanted, frame = choice
        return wanted, frame.time, encode_jpeg(to_picture(frame.picture, shape), options.quality)

    for index, (wanted, time, encoded) in enumerate(in_parallel(encode, chosen)):
        name = f"frame_{index:06d}_{clock(time)}.jpg"
        yield Image(
            index=index,
            name=name,
            requested_time=to_seconds(wanted),
            time=to_seconds(time),
            width=encoded.width,
            height=encoded.height,
            size=len(encoded.data),
            offset=store(name, encoded.data),
            sha256=encoded.sha256,
            sharpness=encoded.sharpness,
        )


def _fraction(time: int, moments: Moments, duration: float | None) -> float:
    """How much of the wanted span is done; 0 where nobody knows how long it is."""
    ends = [end for end in (moments.end, duration and from_seconds(duration)) if end]
    if not ends or min(ends) <= moments.start:
        return 0.0
    return min(1.0, max(0, time - moments.start) / (min(ends) - moments.start))
