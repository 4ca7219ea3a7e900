"""Decodes segments in parallel, each with a decoder of its own.

The threads within one FFmpeg decoder wait for each other's rows. Decoders of separate segments
never wait for each other.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import zip_longest
from queue import Empty, Queue
from threading import Event

import av
from av.video.codeccontext import VideoCodecContext

from stills.decode.budget import decoders
from stills.decode.hidden_damage import Inspection, SecondDecoder
from stills.decode.segments import Segment
from stills.decode.verify import Verification, VerificationError
from stills.demux.packets import Packet
from stills.demux.video import Frame, Video, size_of
from stills.planning.sample_times import SampleTimes

READY_BYTES, MIN_READY, MAX_READY = 72 * 1024 * 1024, 1, 16
"""How much memory decoded frames may use while they wait, and how many of a segment may wait."""

Ready = Queue[Frame | Exception | None]
"""The frames of a segment, followed by None, or by the exception that ended decoding."""


def decode_in_parallel(
    video: Video,
    segments: Iterable[Segment],
    span: SampleTimes,
    report: Callable[[], None] = lambda: None,
) -> Generator[Frame]:
    """The frames of all segments that are needed, in order of presentation.

    `span` limits how many segments there can be. `report` is called, from any thread, if there is
    damage that the decoders do not report. Raises VerificationError, OutOfMemory, and
    whatever `segments` raises.
    """
    team = _Team(video, span, report)
    video.before_closing(team.stop)
    try:
        for segment in segments:
            team.start(segment)
            if team.is_busy:
                yield from team.frames()
        while team.has_work:
            yield from team.frames()
    finally:
        team.stop()


class _Team:
    """Decoders that take segments in turns."""

    def __init__(self, video: Video, span: SampleTimes, report: Callable[[], None]) -> None:
        self._stopped = Event()
        self._inspection = Inspection(video, report)
        contexts = _contexts(video, span)
        seconds = self._inspection.decoders(len(contexts))
        self._workers = deque(
            _Worker(video, context, self._stopped, second)
            for context, second in zip_longest(contexts, seconds)
        )
        self._pending: deque[tuple[Ready, Future[None]]] = deque()
        share = READY_BYTES // (len(contexts) + 1) // size_of(video.first)
        self._capacity = min(MAX_READY, max(MIN_READY, share))

    @property
    def has_work(self) -> bool:
        return bool(self._pending)

    @property
    def is_busy(self) -> bool:
        """Whether each decoder has a segment, and another segment is waiting."""
        return len(self._pending) > len(self._workers)

    def start(self, segment: Segment) -> None:
        """Gives the segment to the next decoder. All parts of a segment go to the same one."""
        ready: Ready = Queue(self._capacity)
        worker = self._workers[0]
        inspected = self._inspection.packets(segment, worker.has_second)
        self._pending.append((ready, worker.start(segment, ready, inspected)))
        if segment.is_last:
            self._workers.rotate(-1)

    def frames(self) -> Iterator[Frame]:
        """The frames of the oldest segment that is still pending."""
        ready, _ = self._pending[0]
        while (item := ready.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
        self._pending.popleft()

    def stop(self) -> None:
        """Stops all decoders, returns when none is running any more, and forgets them: the video
        still knows this team, and others may need their memory."""
        self._stopped.set()
        for ready, future in self._pending:
            while not future.done():  # it may be waiting for space in the queue
                with suppress(Empty):
                    ready.get(timeout=0.01)
        for worker in self._workers:
            worker.pool.shutdown()
        self._workers.clear()
        self._pending.clear()


def _contexts(video: Video, span: SampleTimes) -> list[VideoCodecContext]:
    """A decoder for each segment, up to one for each core, as far as memory allows it. If there are
    fewer segments than cores, each decoder gets several threads."""
    begun = bisect_right(video.keyframes, span.start)
    until = len(video.keyframes) if span.end is None else bisect_right(video.keyframes, span.end)
    count, threads = decoders(until - begun + 1, size_of(video.first))
    return [video.new_decoder(threads) for _ in range(count)]


class _Worker:
    """One decoder, in a thread of its own, and perhaps a second one that inspects what it does."""

    def __init__(
        self,
        video: Video,
        context: VideoCodecContext,
        stopped: Event,
        second: SecondDecoder | None,
    ) -> None:
        self.pool = ThreadPoolExecutor(1)
        self._video = video
        self._context = context
        self._stopped = stopped
        self._second = second
        self._verification: Verification | None = None

    @property
    def has_second(self) -> bool:
        return self._second is not None

    def start(self, segment: Segment, ready: Ready, inspected: int) -> Future[None]:
        """`inspected` is how many of its packets the second decoder gets."""
        return self.pool.submit(self._run, segment, ready, inspected)

    def _run(self, segment: Segment, ready: Ready, inspected: int) -> None:
        try:
            for frame in self._frames(segment, inspected):
                ready.put(frame)
        except Exception as error:  # raised again where the frames are taken
            ready.put(error)
        else:
            ready.put(None)

    def _frames(self, segment: Segment, inspected: int) -> Iterator[Frame]:
        if self._verification is None:
            self._verification = Verification(segment.entry)
            if self._second and inspected:
                self._second.begin()
        verification = self._verification
        verification.until = segment.until
        for time, _, is_needed in segment.packets:
            if is_needed:
                verification.expect(time)
        for number, (_, packet, is_needed) in enumerate(segment.packets):
            if self._stopped.is_set():
                return
            self._context.skip_frame = "DEFAULT" if is_needed else "NONREF"
            yield from verification.verified(self._decoded(packet, number < inspected))
        if segment.is_last:
            is_inspected = 0 < inspected == len(segment.packets)
            yield from verification.verified(self._decoded(None, is_inspected))
            verification.conclude()
            self._context.flush_buffers()
            self._verification = None

    def _decoded(self, packet: Packet | None, is_inspected: bool) -> list[Frame]:
        try:
            frames = self._video.decoded(self._context, packet)
        except av.FFmpegError as error:
            raise VerificationError from error
        if self._second and is_inspected:
            pictures = [frame.picture for frame in frames]
            self._second.compare(self._context, packet, pictures)
        return frames
