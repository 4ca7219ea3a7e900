import av
import numpy as np
from numpy.typing import NDArray

from bench.footage import MARGIN, Footage


def luma(frame: av.VideoFrame) -> NDArray[np.int64]:
    return frame.reformat(format="gray").to_ndarray().astype(int)


def test_a_frame_has_the_size_and_format_of_the_footage() -> None:
    frame = Footage(128, 72).draw(3)

    assert (frame.width, frame.height, frame.format.name) == (128, 72, "yuv420p")


def test_the_same_number_gives_the_same_frame() -> None:
    one, other = Footage(128, 72).draw(7), Footage(128, 72).draw(7)

    assert (one.to_ndarray() == other.to_ndarray()).all()


def test_frames_differ_by_motion_and_grain() -> None:
    footage = Footage(128, 72)

    assert 1 < np.abs(luma(footage.draw(0)) - luma(footage.draw(1))).mean() < 60


def test_the_footage_has_no_end() -> None:
    footage = Footage(64, 36)

    assert {footage.draw(number).width for number in (0, 10**4, 10**6)} == {64}


def test_chroma_can_pan_like_luma() -> None:
    assert MARGIN % 4 == 0
