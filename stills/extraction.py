"""The whole extraction, from a video to images and their manifest.

This runs in the sandbox: the process that calls `stills.sandbox.client.extract` decodes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import BinaryIO

from stills.capture.recording import Recording
from stills.decode.selective import SelectiveDecoder
from stills.demux.scan import scan
from stills.demux.video import Frame, Video
from stills.description import geometry_of, source_of
from stills.errors import AllLeftOut, NoImages, VideoError
from stills.image.samples import has_alpha
from stills.manifest import Manifest
from stills.names import UNNAMED, uses_frame_number
from stills.options import ExtractionOptions
from stills.output.blur import with_blur
from stills.output.gallery import Gallery, Naming
from stills.output.render import Renderer
from stills.planning.crop import excess, part_of
from stills.planning.missed_times import missed_times
from stills.planning.span import Span
from stills.select.frames import passes, select_frames
from stills.select.selection import Selected
from stills.sink import Sink
from stills.threads import in_parallel
from stills.timing import to_seconds
from stills.warnings import VideoWarning, alpha_lost, image_limit, times_jump


def extract(
    file: BinaryIO, options: ExtractionOptions, sink: Sink, video_name: str = UNNAMED
) -> Manifest:
    """Extracts the images that `options` ask for. Raises a VideoError, and whatever reading the
    file and the sink raise."""
    with Video(file, with_alpha=options.alpha) as video:
        source = source_of(video)
        sink.opened(source, len(video.keyframes))
        chapters = video.chapters if options.chapters else []
        titles = {chapter.time: chapter.title for chapter in reversed(chapters)}
        naming = Naming(video_name, _frame_times(video, options), titles)
        decoder = SelectiveDecoder(video)
        gallery = Gallery(options, sink.store, naming)
        observer = _Observer(options, video.duration, gallery, sink)
        shown = source.display_width, source.display_height
        part = part_of(options, *shown)
        warnings = [*filter(None, [excess(part, *shown), _lost_alpha(video, options)])]
        shape = replace(geometry_of(video), part=part)
        recording = Recording.of(video, with_location=options.location)
        renderer = Renderer(shape, options, recording)
        selected = select_frames(decoder, options, observer.observe, shape)
        with closing(in_parallel(renderer, selected, _work_size)) as rendered:
            kept = with_blur(rendered, options.blur_threshold) if options.skip_blurred else rendered
            for each in kept:
                if gallery.is_full:
                    warnings.append(image_limit(options.max_images))
                    break
                gallery.take(each)
            else:
                warnings += missed_times(
                    options,
                    tolerance=video.tolerance,
                    last=observer.last,
                    duration=observer.lasts,
                    chapters=[chapter.time for chapter in chapters],
                )
        if not gallery.images:
            raise _without_images(gallery.dropped, warnings)
        sink.progress(1.0, len(gallery.images))
        record = decoder.record
        if jumps := video.clock.jumps:
            warnings.append(times_jump(jumps))
        return Manifest(
            source=source,
            options=options,
            images=tuple(gallery.images),
            extras=gallery.extras(video.duration),
            dropped=dict(gallery.dropped),
            warnings=(*warnings, *record.damage.warnings()),
            decoded_until=to_seconds(record.until) if record.damage else None,
        )


def _frame_times(video: Video, options: ExtractionOptions) -> list[int]:
    """The times of all frames, if the names of the images have their numbers."""
    if not uses_frame_number(options.names):
        return []
    frames, _, _ = scan(video)
    video.rewind()
    return frames


def _lost_alpha(video: Video, options: ExtractionOptions) -> VideoWarning | None:
    """A warning if the alpha channel that the video states is asked for, but cannot be kept."""
    if not options.alpha or not video.states_alpha or has_alpha(video.first):
        return None
    return alpha_lost()


def _work_size(selected: Selected) -> int:
    return selected.frame.work_size()


def _without_images(dropped: Mapping[str, int], warnings: list[VideoWarning]) -> VideoError:
    reasons = [warning.reason for warning in warnings]
    if not dropped:
        return NoImages(" ".join(reasons) or None)
    counts = " and ".join(f"{count:,} as {reason}" for reason, count in dropped.items())
    return AllLeftOut(" ".join([f"All images were left out: {counts}.", *reasons]))


class _Observer:
    """Reports the progress with each frame, over all passes. The latest frame so far is at `last`,
    and on screen for `lasts` microseconds if no frame follows."""

    def __init__(
        self, options: ExtractionOptions, duration: float | None, gallery: Gallery, sink: Sink
    ) -> None:
        self._span, self._gallery, self._sink = Span.of(options, duration), gallery, sink
        self._passes, self._begun = passes(options), 0
        self._done = 0.0
        self.last, self.lasts = 0, 1

    def observe(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The frames of one pass."""
        before, self._begun = self._begun, self._begun + 1
        for frame in frames:
            self.last, self.lasts = max((self.last, self.lasts), (frame.time, frame.duration))
            done = (before + self._span.fraction(frame.time)) / self._passes
            self._done = max(self._done, done)  # a damaged video is decoded again from its start
            self._sink.progress(self._done, len(self._gallery.images))
            yield frame
