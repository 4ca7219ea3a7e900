"""Decoders side by side, each with a stretch of its own.

FFmpeg's threads within one decoder wait for each other's rows; a stretch waits for nobody.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, Queue
from threading import Event

import av
from av.video.codeccontext import VideoCodecContext

from stills.decode.segments import Stretch
from stills.decode.verify import Proof, UnprovenError
from stills.demux.packets import Packet
from stills.demux.video import Frame, Video
from stills.planning.sample_times import Moments
from stills.threads import THREADS

READY_BYTES, MIN_READY, MAX_READY = 72 * 1024 * 1024, 2, 16
"""How much memory the frames that wait to be taken may use, and how many of a stretch may wait."""

Ready = Queue[Frame | Exception | None]
"""The frames of a stretch; at the end None, or what went wrong."""


def side_by_side(video: Video, stretches: Iterable[Stretch], span: Moments) -> Generator[Frame]:
    """The frames of all stretches that are needed, in order of presentation.

    `span` says how many stretches there may be. Raises UnprovenError, OutOfMemory, and whatever
    `stretches` raises.
    """
    team = _Team(video, span)
    video.before_closing(team.stop)
    try:
        for stretch in stretches:
            team.start(stretch)
            if team.is_busy:
                yield from team.frames()
        while team.has_work:
            yield from team.frames()
    finally:
        team.stop()


class _Team:
    """Decoders that take stretches in turns."""

    def __init__(self, video: Video, span: Moments) -> None:
        self._stopped = Event()
        contexts = _contexts(video, span)
        self._workers = deque(_Worker(video, context, self._stopped) for context in contexts)
        self._pending: deque[tuple[Ready, Future[None]]] = deque()
        frame = sum(plane.buffer_size for plane in video.first.planes)
        share = READY_BYTES // (len(contexts) + 1) // frame
        self._capacity = min(MAX_READY, max(MIN_READY, share))

    @property
    def has_work(self) -> bool:
        return bool(self._pending)

    @property
    def is_busy(self) -> bool:
        """Whether each has a stretch, and one more is ready for who is first."""
        return len(self._pending) > len(self._workers)

    def start(self, stretch: Stretch) -> None:
        """The parts of a stretch go to the same decoder."""
        ready: Ready = Queue(self._capacity)
        self._pending.append((ready, self._workers[0].start(stretch, ready)))
        if stretch.is_last:
            self._workers.rotate(-1)

    def frames(self) -> Iterator[Frame]:
        """Those of the first stretch that was started, and not taken yet."""
        ready, _ = self._pending[0]
        while (item := ready.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
        self._pending.popleft()

    def stop(self) -> None:
        """Returns when no decoder is at work any more."""
        self._stopped.set()
        for ready, future in self._pending:
            while not future.done():  # it may wait for a place
                with suppress(Empty):
                    ready.get(timeout=0.01)
        for worker in self._workers:
            worker.pool.shutdown()


def _contexts(video: Video, span: Moments) -> list[VideoCodecContext]:
    """One for each stretch, as far as there are cores; other cores are threads within each."""
    begun = bisect_right(video.keyframes, span.start)
    until = len(video.keyframes) if span.end is None else bisect_right(video.keyframes, span.end)
    count = min(THREADS, until - begun + 1)
    return [video.new_decoder(threads=THREADS // count) for _ in range(count)]


class _Worker:
    """One decoder, in a thread of its own."""

    def __init__(self, video: Video, context: VideoCodecContext, stopped: Event) -> None:
        self.pool = ThreadPoolExecutor(1)
        self._video = video
        self._context = context
        self._stopped = stopped
        self._proof: Proof | None = None

    def start(self, stretch: Stretch, ready: Ready) -> Future[None]:
        return self.pool.submit(self._run, stretch, ready)

    def _run(self, stretch: Stretch, ready: Ready) -> None:
        try:
            for frame in self._frames(stretch):
                ready.put(frame)
        except Exception as error:  # raised where the frames are taken
            ready.put(error)
        else:
            ready.put(None)

    def _frames(self, stretch: Stretch) -> Iterator[Frame]:
        proof = self._proof = self._proof or Proof(stretch.entry)
        proof.until = stretch.until
        for time, packet, is_needed in stretch.packets:
            if self._stopped.is_set():
                return
            if is_needed:
                proof.expect(time)
            self._context.skip_frame = "DEFAULT" if is_needed else "NONREF"
            yield from proof.proven(self._pictures(packet))
        if stretch.is_last:
            yield from proof.proven(self._pictures(None))
            proof.conclude()
            self._context.flush_buffers()
            self._proof = None

    def _pictures(self, packet: Packet | None) -> list[Frame]:
        try:
            return self._video.decoded(self._context, packet)
        except av.FFmpegError as error:
            raise UnprovenError from error
