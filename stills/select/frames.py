"""Frame selection: from options to sample times, and to the frames for them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from stills.decode.selective import SelectiveDecoder
from stills.decode.tail import last_frame_time
from stills.demux.video import Frame
from stills.image.geometry import AS_CODED, Geometry
from stills.options import ExtractionOptions
from stills.planning.sample_times import Listed, Spans, bounds, sample_times, spans_around
from stills.select.best import sharpest_apart
from stills.select.scenes import cuts
from stills.select.selection import (
    Selected,
    at_sample_times,
    each_nth,
    measured,
    sharpest,
    sharpest_near,
    within,
)
from stills.timing import from_seconds

Observe = Callable[[Iterator[Frame]], Iterator[Frame]]
"""Passes frames through, and tells somebody about each."""


def select_frames(
    decoder: SelectiveDecoder,
    options: ExtractionOptions,
    observe: Observe,
    shape: Geometry = AS_CODED,
) -> Iterator[Selected]:
    """The frames that `options` ask for, each with its sample time, in ascending order. `observe`
    sees all frames that are decoded. Where frames are compared, `shape` says which part of them
    counts."""
    source = _ObservedFrames(decoder, options, observe, shape)
    if options.pick == "exact" and options.keyframes:
        return source.selected_keyframes(*bounds(options))
    if options.pick == "exact" and options.every_nth:
        return source.selected_nth(options.every_nth, *bounds(options))
    samples = sample_times(options, source)
    if options.pick == "sharpest" and _are_chosen(options) and isinstance(samples, Listed):
        spans = spans_around(samples, from_seconds(options.sharpest_within))
        if options.chapters:  # what is before a mark belongs to another chapter
            spans = [
                (max(begin, mark - 2 * samples.lateness), end)
                for mark, (begin, end) in zip(samples.times, spans, strict=True)
            ]
        frames = observe(decoder.frames_at(Spans(spans)))
        selected = sharpest_near(frames, samples, spans, shape)
    elif _is_sharpest(options):
        frames = observe(decoder.frames_between(samples.start, samples.end))
        selected = sharpest(frames, samples, shape)
    else:
        selected = at_sample_times(observe(decoder.frames_at(samples)), samples)
    return (each._replace(sample_time=each.sample_time - samples.lateness) for each in selected)


def passes(options: ExtractionOptions) -> int:
    """How many times `select_frames` goes through the video."""
    is_found_first = options.keyframes or options.every_nth
    return 2 if options.scenes or options.best or (_is_sharpest(options) and is_found_first) else 1


def _is_sharpest(options: ExtractionOptions) -> bool:
    return options.pick == "sharpest" and not options.best


def _are_chosen(options: ExtractionOptions) -> bool:
    """Whether each of the times was chosen for itself, so that an image should be near it."""
    return bool(options.timestamps or options.count or options.chapters)


@dataclass(frozen=True)
class _ObservedFrames:
    """A video's frames, and as its VideoTimes the times that only decoding can find. After it has
    found some, the decoder starts over."""

    decoder: SelectiveDecoder
    options: ExtractionOptions
    observe: Observe
    shape: Geometry

    @property
    def tolerance(self) -> int:
        return self.decoder.video.tolerance

    def selected_keyframes(self, start: int, end: int | None) -> Iterator[Selected]:
        return within(self.observe(self.decoder.key_frames(start, end)), start, end)

    def selected_nth(self, nth: int, start: int, end: int | None) -> Iterator[Selected]:
        return each_nth(self.observe(self.decoder.frames_between(start, end)), nth, start, end)

    def last_frame(self) -> int:
        return last_frame_time(self.decoder.video)

    def keyframes(self, start: int, end: int | None) -> list[int]:
        return self._times(self.selected_keyframes(start, end))

    def every_nth_frame(self, nth: int, start: int, end: int | None) -> list[int]:
        return self._times(self.selected_nth(nth, start, end))

    def chapters(self) -> list[int]:
        return [chapter.time for chapter in self.decoder.video.chapters]

    def sharpest_frames(self, count: int, gap: int, start: int, end: int | None) -> list[int]:
        frames = self.observe(self.decoder.frames_between(start, end))
        scores = ((value, frame.time) for value, frame in measured(frames, self.shape))
        last = float("inf") if end is None else end
        wanted = [score for score in scores if start <= score[1] <= last]
        self.decoder.start_over()
        return sharpest_apart(wanted, count, gap)

    def cuts(self, start: int, end: int) -> Sequence[int]:
        frames = self.observe(self.decoder.frames_between(0, end))
        found = cuts(frames, self.options.scene_threshold, self.shape)
        self.decoder.start_over()
        return found

    def _times(self, selected: Iterable[Selected]) -> list[int]:
        times = [each.sample_time for each in selected]
        self.decoder.start_over()
        return times
