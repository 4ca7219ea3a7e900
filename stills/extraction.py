"""From a video to images and the manifest that tells of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from stills.decode.sequential import Decoder
from stills.demux.video import Frame, Video
from stills.errors import NoImages
from stills.image.pixels import geometry
from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions
from stills.output.describe import damage_warnings, source_of
from stills.output.extras import Store
from stills.output.gallery import Gallery
from stills.output.render import Renderer
from stills.planning.wanted import bounds
from stills.select.frames import choose
from stills.threads import in_parallel
from stills.timing import from_seconds, to_seconds

Progress = Callable[[float, int], None]
Opened = Callable[[Source, int], None]


def extract(
    video: BinaryIO,
    options: ExtractionOptions,
    *,
    store: Store,
    progress: Progress,
    opened: Opened = lambda *_: None,
) -> Manifest:
    """As `stills.sandbox.client.extract`, in this process."""
    with Video(video) as source:
        opened(source_of(source), len(source.keyframes))
        decoder = Decoder(source)
        gallery = Gallery(options, store)
        span = _Span.of(options, source.duration)

        def watched(frames: Iterable[Frame]) -> Iterator[Frame]:
            for frame in frames:
                progress(span.fraction(frame.time), len(gallery.images))
                yield frame

        renderer = Renderer(geometry(source.first, source.stream.sample_aspect_ratio), options)
        chosen = choose(source, decoder, options, watched)
        warnings: list[str] = []
        with closing(in_parallel(renderer, chosen)) as rendered:
            for each in rendered:
                if gallery.is_full:
                    warnings.append(f"There are more than the {options.max_images} images allowed.")
                    break
                gallery.take(each)
        if not gallery.images:
            raise NoImages(_nothing_kept(gallery.dropped))
        progress(1.0, len(gallery.images))
        return Manifest(
            source=source_of(source),
            options=options,
            images=tuple(gallery.images),
            extras=gallery.extras(source.duration),
            dropped=dict(gallery.dropped),
            warnings=(*warnings, *damage_warnings(decoder.damage)),
            decoded_until=to_seconds(decoder.until) if decoder.damage else None,
        )


def _nothing_kept(dropped: Mapping[str, int]) -> str | None:
    if not dropped:
        return None
    counts = " and ".join(f"{count} as {reason}" for reason, count in dropped.items())
    return f"All images were left out: {counts}."


@dataclass(frozen=True)
class _Span:
    """The wanted time, in microseconds; where nobody knows how long it is, `end` is `start`."""

    start: int
    end: int

    @classmethod
    def of(cls, options: ExtractionOptions, duration: float | None) -> "_Span":
        start, end = bounds(options)
        ends = [each for each in (end, duration and from_seconds(duration)) if each]
        return cls(start, max(start, min(ends, default=start)))

    def fraction(self, time: int) -> float:
        """How much is done at a frame's time; 0 where nobody knows."""
        if self.end == self.start:
            return 0.0
        return min(1.0, max(0, time - self.start) / (self.end - self.start))
