"""Decodes as few frames as the wanted times need, and the rest only where that shows to be wrong.

What the packets' times say decides; wherever the decoders' output does not bear them out, all is
decoded, one frame after the other.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from fractions import Fraction

import av

from stills.decode.lookahead import UntimedError
from stills.decode.parallel import side_by_side
from stills.decode.segments import Stretch, key_stretches, stretches
from stills.decode.sequential import Decoder
from stills.decode.verify import UnprovenError
from stills.demux.video import Frame
from stills.planning.sample_times import Moments, Regular


def wanted_frames(decoder: Decoder, moments: Moments) -> Iterator[Frame]:
    """Every frame that is on screen at a wanted time, and some others, in ascending order."""
    return _proven(decoder, stretches(decoder.video, moments), moments, decoder.every_frame)


def frames_between(decoder: Decoder, start: int, end: int | None) -> Iterator[Frame]:
    """Every frame that is on screen between two times, and some others, in ascending order."""
    return wanted_frames(decoder, _every_moment(start, end))


def key_frames(decoder: Decoder, start: int, end: int | None) -> Iterator[Frame]:
    """Every keyframe between two times, and some others, in ascending order."""
    span = _every_moment(start, end)
    return _proven(decoder, key_stretches(decoder.video, span), span, decoder.key_frames)


def _every_moment(start: int, end: int | None) -> Moments:
    return Regular(start, Fraction(1), end)


def _proven(
    decoder: Decoder,
    planned: Iterable[Stretch],
    span: Moments,
    otherwise: Callable[[], Iterator[Frame]],
) -> Iterator[Frame]:
    """The frames of the planned stretches, and from where they fail, those that come otherwise."""
    try:
        with closing(side_by_side(decoder.video, planned, span)) as frames:
            for frame in frames:
                if frame.time > decoder.until:
                    decoder.until = frame.time
                    yield frame
        decoder.damage.cut_off |= decoder.video.is_cut_off
    except (UnprovenError, UntimedError, av.FFmpegError):
        proven = decoder.until
        decoder.start_over()
        yield from (frame for frame in otherwise() if frame.time > proven)
