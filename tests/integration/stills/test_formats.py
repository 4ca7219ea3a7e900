"""Every format beside the usual containers gives the right pictures at the right times."""

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from local.scene import Picture
from stills.demux.scan import scan
from stills.demux.video import Video
from stills.description import source_of
from stills.errors import NotAVideo, TooLarge
from stills.warnings import cut_off
from tests.animations import animation
from tests.formats import FORMATS

Clip = Callable[..., Path]
Run = Callable[..., Any]

FRAMES = 30


@pytest.fixture(params=FORMATS)
def path(request: pytest.FixtureRequest, clip: Clip) -> Path:
    suffix, how = FORMATS[request.param]
    return clip(suffix, **{"seconds": FRAMES / 25, "gop": 10} | how)


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"every_nth": 1}, list(range(FRAMES))),
        ({"interval": 0.25}, [0, 6, 12, 18, 25]),
        ({"count": 4}, [0, 9, 19, 29]),
        ({"timestamps": [0.4, "50%", "100%"]}, [10, 14, 29]),
        ({"start": 0.8, "every_nth": 5}, [20, 25]),
    ],
)
def test_each_image_shows_the_frame_on_screen_at_its_time(
    options: dict[str, Any], shown: list[int], path: Path, run: Run
) -> None:
    extracted = run(path, **options)

    assert extracted.counters == shown
    assert extracted.times == [pytest.approx(number / 25, abs=1e-6) for number in shown]
    assert not extracted.manifest.warnings


def test_keyframes_are_complete_pictures(path: Path, run: Run) -> None:
    extracted = run(path, keyframes=True)

    assert extracted.counters[0] == 0
    assert extracted.times == [number / 25 for number in extracted.counters]


def test_a_scan_finds_the_frames(path: Path) -> None:
    with path.open("rb") as file, Video(file) as video:
        frames, keyframes, _ = scan(video)

    assert frames == [number * 40_000 for number in range(FRAMES)]
    assert keyframes[0] == 0


def test_the_description_names_the_format_and_its_rate(path: Path) -> None:
    with path.open("rb") as file, Video(file) as video:
        source = source_of(video)

    assert source.frame_rate == 25
    assert source.duration in (None, FRAMES / 25)


def test_the_name_of_a_file_does_not_matter(clip: Clip, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "recording.MP4"
    path.write_bytes(clip("h264", seconds=1).read_bytes())

    assert run(path, count=1).counters == [0]


RATES = [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(50), Fraction(25, 2)]


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("name", ["H.264 stream", "H.265 stream", "MPEG-2 stream"])
def test_a_stream_without_times_has_the_rate_that_it_states(
    name: str, rate: Fraction, clip: Clip, run: Run
) -> None:
    suffix, how = FORMATS[name]
    extracted = run(clip(suffix, seconds=1, rate=rate, **how), every_nth=1)

    expected = [float(number / rate) for number in range(round(rate))]
    assert extracted.times == pytest.approx(expected, abs=1e-6)


def test_a_stream_that_begins_between_keyframes_is_shown_from_the_first_that_decodes(
    clip: Clip, run: Run, tmp_path: Path
) -> None:
    data = clip("h264", seconds=2, gop=25, options={"bf": "0"}).read_bytes()
    second_picture = data.index(b"\x00\x00\x01\x41")
    path = tmp_path / "cut.h264"
    path.write_bytes(data[second_picture - 1 :])

    extracted = run(path, count=3)

    assert extracted.counters == [25, 37, 49]
    assert extracted.times == [0, 0.48, 0.96]


def test_a_stream_that_is_cut_off_is_shown_up_to_its_last_picture(
    clip: Clip, run: Run, tmp_path: Path
) -> None:
    data = clip("h264", seconds=2, options={"bf": "0"}).read_bytes()
    path = tmp_path / "cut.h264"
    path.write_bytes(data[: len(data) // 2])

    extracted = run(path, every_nth=1)

    assert extracted.counters[:-1] == list(range(len(extracted.counters) - 1))
    assert run(path, timestamps=["100%"]).times == extracted.times[-1:]


def test_mpeg4_without_a_container(clip: Clip, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "stream.m4v"
    avi = clip("avi", codec="mpeg4", seconds=1, options={"bf": "0"})
    with av.open(str(avi)) as source, av.open(str(path), "w", format="m4v") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)

    assert run(path, every_nth=1).counters == list(range(25))


def test_motion_jpeg_as_cameras_send_it(clip: Clip, run: Run, tmp_path: Path) -> None:
    jpegs = clip("mjpeg", codec="mjpeg", pixel_format="yuvj420p", seconds=1).read_bytes()
    parts = [b"\xff\xd8\xff" + part for part in jpegs.split(b"\xff\xd8\xff")[1:]]
    header = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
    path = tmp_path / "camera.mjpg"
    path.write_bytes(b"".join(header % len(part) + part + b"\r\n" for part in parts))

    assert run(path, every_nth=1).counters == list(range(25))


@pytest.mark.parametrize("suffix", ["gif", "png", "webp"])
def test_delays_vary_and_one_of_0_is_a_tenth_of_a_second_as_in_browsers(
    suffix: str, run: Run, tmp_path: Path
) -> None:
    path = animation(tmp_path / f"delays.{suffix}", [200, 0, 50, 10, 100])

    assert run(path, every_nth=1).times == [0, 0.2, 0.3, 0.35, 0.36]


def test_a_long_delay_is_kept(run: Run, tmp_path: Path) -> None:
    path = animation(tmp_path / "slow.webp", [200_000, 100, 100])

    extracted = run(path, timestamps=[150, 200.05, 200.1])

    assert extracted.times == [0, 200, 200.1]


def test_a_still_gif_gives_its_picture(run: Run, tmp_path: Path) -> None:
    extracted = run(animation(tmp_path / "still.gif", [0]))

    assert extracted.times == [0]


@pytest.mark.parametrize("suffix", ["gif", "png", "webp"])
def test_transparent_parts_are_drawn_on_the_picture_before(
    suffix: str, run: Run, tmp_path: Path
) -> None:
    """As OpenCV does with libwebp, libpng and its own reader of GIF."""
    path = animation(tmp_path / f"animation.{suffix}", [100] * 6)
    _, expected = cv2.imdecodeanimation(
        np.frombuffer(path.read_bytes(), np.uint8).reshape(1, -1), 0, 100
    )

    extracted = run(path, every_nth=1, format="png")

    assert len(extracted.pictures) == len(expected.frames) == 6
    for picture, frame in zip(extracted.pictures, expected.frames, strict=True):
        assert cv2.absdiff(picture, over_black(np.asarray(frame, np.uint8))).max() <= 1


def test_a_cut_off_webp_gives_what_is_there_and_a_warning(run: Run, tmp_path: Path) -> None:
    path = animation(tmp_path / "cut.webp", [100] * 6)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"ANMF") + 20])

    extracted = run(path, every_nth=1)

    assert extracted.times == [0, 0.1, 0.2, 0.3, 0.4]
    assert extracted.manifest.warnings == (cut_off(),)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_photo_is_not_a_video(suffix: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / f"photo.{suffix}"
    cv2.imwrite(str(path), np.zeros((64, 64, 3), np.uint8))

    with pytest.raises(NotAVideo):
        run(path)


def test_a_webp_that_is_too_large_is_refused_before_it_is_decoded() -> None:
    header = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02" + bytes(3) + b"\xff" * 6

    with pytest.raises(TooLarge):
        Video(io.BytesIO(header))


def over_black(frame: Picture) -> Picture:
    if frame.shape[2] == 3:
        return frame
    return np.asarray(frame[..., :3] * (frame[..., 3:] / 255), np.uint8)
