"""How many decoders work at the same time. Each core could have one, but each holds the frames that
others refer to, so that memory would grow with the cores."""

from stills.threads import THREADS

BYTES = 128 * 1024 * 1024
"""Of frames in decoders, beside those of a first one with one thread, which cannot be avoided."""

FRAMES_OF_DECODER, FRAMES_OF_THREAD = 9, 2
"""What a decoder holds with one thread, and with each further one. Measured with H.264, HEVC, VP9
and AV1: 8 to 10, and 1 to 2, but dav1d takes 6 for the second thread."""


def decoders(segments: int, frame: int) -> tuple[int, int]:
    """How many decoders so many segments need at most, and how many threads each of them gets.
    `frame` is the size of a frame in bytes."""
    frames = BYTES // frame
    count = min(THREADS, segments, 1 + frames // FRAMES_OF_DECODER)
    left = frames - (count - 1) * FRAMES_OF_DECODER
    return count, min(THREADS // count, 1 + left // (count * FRAMES_OF_THREAD))
