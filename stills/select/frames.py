"""From options to frames: which times are wanted, and how to come by the frames for them."""

from collections.abc import Callable, Iterator

from stills.decode.selective import frames_between, key_frames, wanted_frames
from stills.decode.sequential import Decoder
from stills.demux.scan import last_time
from stills.demux.video import Frame, Video
from stills.options import ExtractionOptions
from stills.planning.sample_times import Listed, Moments, evenly, within_scenes
from stills.planning.wanted import bounds, regular, timestamps
from stills.select.scenes import cuts
from stills.select.selection import Choice, each_nth, on_screen, sharpest, within

Watched = Callable[[Iterator[Frame]], Iterator[Frame]]
"""Lets frames through, and tells somebody of them."""


def choose(
    video: Video, decoder: Decoder, options: ExtractionOptions, watched: Watched
) -> Iterator[Choice]:
    """The wanted times and their frames, in ascending order."""
    if options.pick == "exact" and (options.keyframes or options.every_nth):
        return _choose_frames(decoder, options, watched)
    moments = _moments(video, decoder, options, watched)
    if options.pick == "sharpest":
        span = frames_between(decoder, moments.start, moments.end)
        return sharpest(watched(span), moments)
    return on_screen(watched(wanted_frames(decoder, moments)), moments)


def _choose_frames(
    decoder: Decoder, options: ExtractionOptions, watched: Watched
) -> Iterator[Choice]:
    start, end = bounds(options)
    if options.keyframes:
        return within(watched(key_frames(decoder, start, end)), start, end)
    frames = watched(frames_between(decoder, start, end))
    return each_nth(frames, options.every_nth or 1, start, end)


def _moments(
    video: Video, decoder: Decoder, options: ExtractionOptions, watched: Watched
) -> Moments:
    evenly_spaced = regular(options)
    if evenly_spaced is not None:
        return evenly_spaced
    start, end = bounds(options)
    if options.keyframes or options.every_nth:
        times = [time for time, _ in _choose_frames(decoder, options, watched)]
        decoder.start_over()
        return Listed(times, start, end)
    return Listed(_surveyed(video, decoder, options, watched), start, end)


def _surveyed(
    video: Video, decoder: Decoder, options: ExtractionOptions, watched: Watched
) -> list[int]:
    if options.timestamps:
        return timestamps(options, lambda: last_time(video))
    last = last_time(video)
    start, end = bounds(options)
    end = last if end is None else min(end, last)
    if options.count:
        return evenly(options.count, start, end)
    found = cuts(watched(frames_between(decoder, 0, end)), options.scene_threshold)
    decoder.start_over()
    return within_scenes(found, options.per_scene, start, end)
