"""Videos whose pictures are shown in another shape than the one in which they are coded, and videos
whose shape changes."""

import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from stills.demux.video import Video
from stills.description import source_of
from tests.boxes import add_to_sample_entry

Clip = Callable[..., Path]
Extract = Callable[..., Any]

B_FRAMES = {
    "mpeg2video": {"bf": "2"},
    "libx264": {"bf": "3"},
    "libx265": {"x265-params": "log-level=0"},
}


def sizes(extracted: Any) -> list[tuple[int, int]]:
    return [(image.width, image.height) for image in extracted.manifest.images]


def display_size(path: Path) -> tuple[int, int]:
    with path.open("rb") as file, Video(file) as video:
        source = source_of(video)
        return source.display_width, source.display_height


@pytest.mark.parametrize("options", [{"every_nth": 1}, {"interval": 0.2}, {"pick": "sharpest"}])
@pytest.mark.parametrize("codec", B_FRAMES)
def test_the_pixel_aspect_ratio_may_change(
    codec: str, options: dict[str, Any], clip: Clip, run: Extract, tmp_path: Path
) -> None:
    how = {"seconds": 2, "height": 240, "codec": codec, "gop": 25, "options": B_FRAMES[codec]}
    narrow = clip("ts", width=320, pixel_aspect=Fraction(4, 3), **how)
    wide = clip("ts", width=426, pixel_aspect=Fraction(16, 9), **how)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(narrow.read_bytes() + wide.read_bytes())

    extracted = run(joined, **options)

    found = sizes(extracted)
    assert found == [(320, 240)] * (len(found) // 2) + [(427, 240)] * (len(found) // 2)
    assert display_size(joined) == (320, 240)


@pytest.mark.parametrize("codec", ["mpeg2video", "libx264"])
def test_the_size_may_change(codec: str, clip: Clip, run: Extract, tmp_path: Path) -> None:
    small = clip("ts", seconds=2, width=176, height=144, codec=codec, gop=25)
    large = clip("ts", seconds=2, width=352, height=288, codec=codec, gop=25)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(small.read_bytes() + large.read_bytes())

    extracted = run(joined, interval=0.2, contact_sheet=True, sprite=True)

    assert sizes(extracted) == [(176, 144)] * 10 + [(352, 288)] * 10
    assert display_size(joined) == (176, 144)


def with_elements(path: Path, made: Path, elements: str, *, unit: int = 4) -> Path:
    """A Matroska file like `made`, with elements added to those of the video, which take the place
    of the padding behind it, and another unit of the display size."""
    data = bytearray(made.read_bytes())
    unit_element, padding = data.index(b"\x54\xb2\x81\4"), data.index(b"\xec\1" + bytes(6) + b"\2")
    data[unit_element + 3] = unit
    video = data.rindex(b"\xe0", 0, unit_element)
    end = padding + 11
    data[video + 1] = 0x80 | (end - video - 2)
    new = bytes.fromhex(elements)
    data[padding:end] = new + bytes([0xEC, 0x80 | (9 - len(new)), *bytes(9 - len(new))])
    path.write_bytes(data)
    return path


def test_the_containers_pixel_aspect_ratio_is_valid_if_the_frames_have_another(
    clip: Clip, tmp_path: Path
) -> None:
    made = clip("mkv", seconds=1, width=320, height=192, pixel_aspect=Fraction(4, 3))
    assert display_size(made) == (320, 192)

    path = with_elements(tmp_path / "5 to 4.mkv", made, "54b08105 54ba8104", unit=3)

    assert display_size(path) == (240, 192)


def test_the_clean_aperture_of_mp4_is_shown(clip: Clip, run: Extract, tmp_path: Path) -> None:
    path = tmp_path / "aperture.mp4"
    path.write_bytes(
        clip("mp4", seconds=1, height=192, pixel_aspect=Fraction(4, 3), rotation=90).read_bytes()
    )
    coded_width, coded_height = 144, 320
    clap = struct.pack(">8i", coded_width - 30, 1, coded_height - 20, 1, 0, 1, 0, 1)
    add_to_sample_entry(path, b"avc1", (8 + len(clap)).to_bytes(4) + b"clap" + clap)

    assert display_size(path) == (300, 152)
    assert sizes(run(path, timestamps=(0.0,))) == [(300, 152)]


def test_pixel_crop_of_matroska_is_cut_off(clip: Clip, run: Extract, tmp_path: Path) -> None:
    path = with_elements(tmp_path / "crop.mkv", clip("mkv", seconds=1), "54bb820014 54dd810a")

    assert display_size(path) == (310, 160)
    [picture] = (extracted := run(path, timestamps=(0.0,))).pictures
    assert picture.shape == (160, 310, 3)
    assert sizes(extracted) == [(310, 160)]


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_crop_is_of_the_picture_as_shown(rotation: int, clip: Clip, run: Extract) -> None:
    path = clip("mp4", seconds=1, rotation=rotation, height=192, pixel_aspect=Fraction(4, 3))

    [whole] = run(path, timestamps=(0.0,), format="png").pictures
    [part] = run(path, timestamps=(0.0,), format="png", crop=(20, "50%", 100, "50%")).pictures

    assert np.array_equal(part, whole[96:, 20:120])


def test_scenes_and_sharpness_are_those_of_the_crop(clip: Clip, run: Extract) -> None:
    path = clip("mp4", seconds=2)  # its lower edge changes with every frame

    whole = run(path, every_nth=1, skip_duplicates=True, duplicate_threshold=0)
    part = run(path, every_nth=1, skip_duplicates=True, duplicate_threshold=0, crop=(0, 0, 4, 4))

    assert len(part.times) < len(whole.times)


def jpeg_with_exif(orientation: int) -> bytes:
    _, coded = cv2.imencode(".jpg", np.zeros((120, 160, 3), np.uint8))
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    data = coded.tobytes()
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


@pytest.mark.parametrize("suffix", ["avi", "mov", "mkv", "mjpeg"])
@pytest.mark.parametrize(("orientation", "size"), [(1, (160, 120)), (6, (120, 160))])
def test_frames_may_have_side_data_that_pyav_does_not_know(
    suffix: str, orientation: int, size: tuple[int, int], run: Extract, tmp_path: Path
) -> None:
    """Exif, as cameras write it into Motion JPEG."""
    path = tmp_path / f"camera.{suffix}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuvj420p"
        for number in range(20):
            packet = av.Packet(jpeg_with_exif(orientation))
            packet.stream, packet.time_base = stream, Fraction(1, 10)
            packet.pts = packet.dts = number
            packet.is_keyframe = True
            container.mux(packet)

    assert sizes(run(path, every_nth=10)) == [size, size]
