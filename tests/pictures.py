"""Decoded frames without pixels, for tests of what happens to them."""

from dataclasses import dataclass
from typing import cast

from av.video.frame import VideoFrame

from stills.demux.video import Frame


@dataclass(frozen=True)
class FakePicture:
    is_corrupt: bool = False
    key_frame: bool = False


def a_frame(time: int, *, is_corrupt: bool = False, key_frame: bool = False) -> Frame:
    return Frame(time, cast(VideoFrame, FakePicture(is_corrupt, key_frame)))
