"""The side data of frames."""

from typing import cast

from av.sidedata.sidedata import SideData, Type
from av.video.frame import VideoFrame


def display_matrix(frame: VideoFrame) -> bytes | None:
    data = cast("SideData | None", frame.side_data.get("DISPLAYMATRIX"))
    return None if data is None else bytes(data)


def _unknown(cls: type[Type], value: object) -> Type:
    member = object.__new__(cls)
    member._name_ = f"UNKNOWN_{value}"
    member._value_ = value  # type: ignore[assignment]
    return member


# PyAV 18 lacks the types that FFmpeg 8 added, such as Exif in Motion JPEG and the views of stereo
# video, and raises ValueError for a frame that has any of them beside the types that it knows.
Type._missing_ = classmethod(_unknown)  # type: ignore[method-assign, assignment]
