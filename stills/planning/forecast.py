"""Which images an extraction would yield, and how many frames it would decode for them.

Exact for a sound video, but for scenes, which nothing but decoding finds, and for what is left
out as black or duplicate. Times are in microseconds from the first frame.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from stills.options import ExtractionOptions
from stills.planning.sample_times import Listed, Moments, evenly, within_scenes
from stills.planning.timeline import Survey
from stills.planning.wanted import regular, timestamps
from stills.timing import MICROSECONDS

SCENE = 5 * MICROSECONDS
"""How long one is taken to last: about the mean length of a shot in films of today."""


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
    """No more than may become images, for a video may have millions of frames."""
    most = options.max_images
    if options.timestamps:
        return timestamps(options, lambda: survey.frames[-1])
    if options.keyframes:
        return survey.within(survey.keyframes, options)[:most]
    if options.every_nth:
        return survey.within(survey.frames, options)[:: options.every_nth][:most]
    start, end = survey.bounds(options)
    if options.count:
        return evenly(options.count, start, end)
    cuts = range(start + SCENE, end - SCENE // 2, SCENE)[: 1 + most // options.per_scene]
    return within_scenes(cuts, options.per_scene, start, end)
