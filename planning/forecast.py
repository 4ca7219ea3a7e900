"""Which images an extraction would yield, and how many frames it would decode for them.

Exact for a sound video, but for scenes, which nothing but decoding finds, and for what is left
out as black or duplicate. Times are in microseconds from the first frame.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.manifest import Source
from contracts.options import ExtractionOptions
from planning.moments import Listed, Moments, evenly, within_scenes
from planning.timing import MICROSECONDS
from planning.wanted import bounds, regular, timestamps

SCENE = 5 * MICROSECONDS
"""How long one is taken to last: about the mean length of a shot in films of today."""


@dataclass(frozen=True)
class Survey:
    """What is known of a video without decoding it: the times of its frames, of its keyframes,
    and of those keyframes that decoding can jump to; all ascending, the frames at least one."""

    source: Source
    frames: Sequence[int]
    keyframes: Sequence[int]
    indexed: Sequence[int]

    def within(self, times: Sequence[int], options: ExtractionOptions) -> Sequence[int]:
        """Those that are between the options' `start` and `end`."""
        start, end = self.bounds(options)
        return times[bisect_left(times, start) : bisect_right(times, end)]

    def bounds(self, options: ExtractionOptions) -> tuple[int, int]:
        start, end = bounds(options)
        return start, self.frames[-1] if end is None else min(end, self.frames[-1])

    def frames_until(self, time: int) -> int:
        return bisect_right(self.frames, time)


def image_times(survey: Survey, options: ExtractionOptions) -> list[int]:
    """The times of the frames that are on screen at the wanted times, each once."""
    moments = _moments(survey, options)
    times: list[int] = []
    wanted = moments.first_from(0)
    while wanted is not None and wanted <= survey.frames[-1] and len(times) < options.max_images:
        place = survey.frames_until(wanted)
        times.append(survey.frames[max(0, place - 1)])
        wanted = moments.first_from(survey.frames[place]) if place < len(survey.frames) else None
    return times


def whole_passes(options: ExtractionOptions) -> int:
    """How often every frame is decoded and looked at: to find cuts, or to find the sharpest."""
    return options.scenes + (options.pick == "sharpest")


def frames_passed(survey: Survey, options: ExtractionOptions, times: Sequence[int]) -> int:
    """How many frames are decoded for the images at `times`, beside whole passes: those from the
    keyframe before each, or from the image before where that is later."""
    if options.pick == "sharpest" or not times:
        return 0
    if options.keyframes:
        return bisect_right(survey.keyframes, times[-1])
    if options.every_nth:
        return survey.frames_until(times[-1])
    passed = 0
    for before, time in pairwise((0, *times)):
        place = bisect_right(survey.indexed, time)
        entry = max(before, survey.indexed[place - 1] if place else 0)
        passed += max(1, survey.frames_until(time) - survey.frames_until(entry))
    return passed


def _moments(survey: Survey, options: ExtractionOptions) -> Moments:
    return regular(options) or Listed(_listed(survey, options), *survey.bounds(options))


def _listed(survey: Survey, options: ExtractionOptions) -> Sequence[int]:
    if options.timestamps:
        return timestamps(options, lambda: survey.frames[-1])
    if options.keyframes:
        return survey.keyframes
    if options.every_nth:
        return survey.within(survey.frames, options)[:: options.every_nth]
    start, end = survey.bounds(options)
    if options.count:
        return evenly(options.count, start, end)
    cuts = list(range(start + SCENE, end - SCENE // 2, SCENE))
    return within_scenes(cuts, options.per_scene, start, end)
