"""Which images an extraction would give, and how many frames it would decode for them.

The forecast is exact for an undamaged video, except for scenes, and the best
frames, which only decoding can find, and for images that are left out as black, blurred or
duplicate. Times are in microseconds from the first frame.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stills.options import ExtractionOptions
from stills.planning.sample_times import sample_times
from stills.planning.timeline import Timeline
from stills.timing import MICROSECONDS

TYPICAL_SCENE = 5 * MICROSECONDS
"""Assumed length of a scene: about the mean length of a shot in today's films."""


def image_times(timeline: Timeline, options: ExtractionOptions) -> list[int]:
    """The times of the frames that are on screen at the sample times, each once."""
    video = _TimelineTimes(timeline, options)
    samples = sample_times(options, video)
    times: list[int] = []
    end = samples.until(timeline.frames[-1], timeline.end - timeline.frames[-1])
    sample = samples.first_from(0)
    while sample is not None and sample < end and len(times) < options.max_images:
        place = timeline.frames_until(sample)
        times.append(timeline.frames[max(0, place - 1)])
        is_last = place == len(timeline.frames)
        sample = None if is_last else samples.first_from(timeline.frames[place])
    return times


def whole_passes(options: ExtractionOptions) -> int:
    """How many times every frame is decoded and examined: to find cuts, or the sharpest frames."""
    return options.scenes + bool(options.best or options.pick == "sharpest")


def frames_passed(timeline: Timeline, options: ExtractionOptions, times: Sequence[int]) -> int:
    """How many frames are decoded for the images at `times`, not counting whole passes: those from
    the keyframe before each image, or from the image before it if that is later."""
    if (options.pick == "sharpest" and not options.best) or not times:
        return 0
    if options.keyframes:
        return bisect_right(timeline.keyframes, times[-1])
    if options.every_nth:
        return timeline.frames_until(times[-1])
    passed = 0
    for before, time in pairwise((0, *times)):
        place = bisect_right(timeline.indexed, time)
        entry = max(before, timeline.indexed[place - 1] if place else 0)
        passed += max(1, timeline.frames_until(time) - timeline.frames_until(entry))
    return passed


@dataclass(frozen=True)
class _TimelineTimes:
    """The VideoTimes of a timeline. A video may have millions of frames, so no more times are
    given than can become images."""

    timeline: Timeline
    options: ExtractionOptions

    @property
    def tolerance(self) -> int:
        return self.timeline.tolerance

    def last_frame(self) -> int:
        return self.timeline.frames[-1]

    def keyframes(self, start: int, end: int | None) -> Sequence[int]:
        return self._between(self.timeline.keyframes, start, end)[: self.options.max_images]

    def every_nth_frame(self, nth: int, start: int, end: int | None) -> Sequence[int]:
        return self._between(self.timeline.frames, start, end)[::nth][: self.options.max_images]

    def chapters(self) -> Sequence[int]:
        start, _ = self.timeline.bounds(self.options)
        marks = self._between(self.timeline.chapters, start, self.timeline.end)
        return marks[: self.options.max_images]

    def sharpest_frames(self, count: int, gap: int, start: int, end: int | None) -> Sequence[int]:
        """Assumed to be evenly spaced."""
        frames = self._between(self.timeline.frames, start, end)
        most = min(count, self.options.max_images, len(frames))
        if gap and frames:
            most = min(most, (frames[-1] - frames[0]) // gap + 1)
        return [frames[number * len(frames) // most] for number in range(most)]

    def cuts(self, start: int, end: int) -> Sequence[int]:
        most = 1 + self.options.max_images // self.options.per_scene
        return range(start + TYPICAL_SCENE, end - TYPICAL_SCENE // 2, TYPICAL_SCENE)[:most]

    def _between(self, times: Sequence[int], start: int, end: int | None) -> Sequence[int]:
        return self.timeline.between(times, start, end)
