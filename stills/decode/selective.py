"""Selective decoding: decodes as few frames as the sample times need.

The packets' timestamps decide which. If the decoders' output does not match them, everything is
decoded sequentially from there on.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from fractions import Fraction

import av

from stills.decode.budget import decoders
from stills.decode.lookahead import UntimedError
from stills.decode.parallel import decode_in_parallel
from stills.decode.record import DecodeRecord
from stills.decode.segments import Segment, key_segments, segments
from stills.decode.sequential import SequentialDecoder
from stills.decode.verify import VerificationError
from stills.demux.video import Frame, Video, size_of
from stills.planning.sample_times import Regular, SampleTimes


class SelectiveDecoder:
    """Decodes frames of a video in order of presentation. `record` says how far it has come and
    what was damaged. Raises OutOfMemory, and whatever reading the file raises."""

    def __init__(self, video: Video) -> None:
        self.video = video
        self.record = DecodeRecord()
        self._sequential = SequentialDecoder(video, self.record)

    def frames_at(self, sample_times: SampleTimes) -> Iterator[Frame]:
        """Every frame that is on screen at a sample time, and some others, in ascending order."""
        planned = segments(self.video, sample_times)
        return self._verified(planned, sample_times, self._sequential.every_frame)

    def frames_between(self, start: int, end: int | None) -> Iterator[Frame]:
        """Every frame that is on screen between two times, and some others, in ascending order."""
        return self.frames_at(_every_microsecond(start, end))

    def key_frames(self, start: int, end: int | None) -> Iterator[Frame]:
        """Every keyframe between two times, and some others, in ascending order."""
        span = _every_microsecond(start, end)
        return self._verified(key_segments(self.video, span), span, self._sequential.key_frames)

    def start_over(self) -> None:
        _, threads = decoders(1, size_of(self.video.first))
        self.video.rewind(threads, patient=True)
        self.record.clear()

    def _verified(
        self,
        planned: Iterable[Segment],
        span: SampleTimes,
        sequential: Callable[[], Iterator[Frame]],
    ) -> Iterator[Frame]:
        """The frames of the planned segments. From the first that fails verification on, all that
        sequential decoding gives."""
        found = self.record.found_hidden_damage
        try:
            with closing(decode_in_parallel(self.video, planned, span, found)) as frames:
                yield from self.record.ascending(frames)
            self.record.cut_off(self.video.is_cut_off)
            return
        except (VerificationError, UntimedError, av.FFmpegError):
            pass  # the decoders are released only with the exception
        verified = self.record.until
        self.start_over()
        yield from (frame for frame in sequential() if frame.time > verified)


def _every_microsecond(start: int, end: int | None) -> SampleTimes:
    return Regular(start, Fraction(1), end)
