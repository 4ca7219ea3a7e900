"""Files of converters that wrote decoding times as presentation times."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

Clip = Callable[..., Path]
Extract = Callable[..., Any]

H264 = {"codec": "libx264", "gop": 50, "options": {"bf": "3"}}
MPEG4 = {"codec": "mpeg4", "gop": 25, "options": {"bf": "2"}}


def in_decoding_order(
    path: Path, suffix: str, tmp_path: Path, first: int = 0, late: tuple[int, ...] = ()
) -> Path:
    """The packets of a clip of 25 frames per second, with times that only grow. The first one is
    `first` frames from the beginning. Those with the numbers `late` are said to be shown three
    frames later than they are decoded."""
    written = tmp_path / f"careless.{suffix}"
    with av.open(path) as source, av.open(written, "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        packets = [packet for packet in source.demux(video=0) if packet.size]
        for number, packet in enumerate(packets):
            packet.stream = stream
            frame = 1 / (25 * packet.time_base)
            packet.dts = round((first + number) * frame)
            packet.pts = packet.dts + (round(3 * frame) if number in late else 0)
            target.mux(packet)
    return written


@pytest.mark.parametrize(
    ("suffix", "how"),
    [("mp4", H264), ("mov", H264), ("mkv", H264), ("mp4", MPEG4), ("mkv", MPEG4), ("asf", MPEG4)],
)
def test_frames_get_the_times_of_their_order_on_screen(
    suffix: str, how: dict[str, Any], clip: Clip, run: Extract, tmp_path: Path
) -> None:
    path = in_decoding_order(clip("mp4", **how), suffix, tmp_path)

    extracted = run(path, every_nth=1)

    assert extracted.counters == list(range(100))
    assert extracted.times == pytest.approx([number / 25 for number in range(100)], abs=0.001)


@pytest.mark.parametrize("discarded", [5, 20])
def test_frames_that_an_edit_list_discards_have_no_time(
    discarded: int, clip: Clip, run: Extract, tmp_path: Path
) -> None:
    """The first frames, since the keyframe before a cut without encoding."""
    path = in_decoding_order(clip("mp4", **MPEG4), "mp4", tmp_path, first=-discarded)

    extracted = run(path, every_nth=1)

    # A B-frame may be shown instead of the last discarded one.
    assert len(extracted.times) in (99 - discarded, 100 - discarded)
    assert extracted.times[:3] == pytest.approx([0, 0.04, 0.08], abs=0.001)
    assert extracted.counters == sorted(extracted.counters)


def test_frames_whose_times_were_partly_guessed_are_in_order(
    clip: Clip, run: Extract, tmp_path: Path
) -> None:
    """A program stream states only some times, and so does what a converter makes of it."""
    path = in_decoding_order(
        clip("mp4", codec="mpeg2video", gop=12, options={"bf": "2"}), "mov", tmp_path, late=(3, 27)
    )

    extracted = run(path, every_nth=1)

    assert extracted.counters == list(range(100))
    assert extracted.times == pytest.approx([number / 25 for number in range(100)], abs=0.001)


def test_one_second_in_it_is_the_frame_of_that_time(
    clip: Clip, run: Extract, tmp_path: Path
) -> None:
    path = in_decoding_order(clip("mp4", **H264), "mp4", tmp_path)

    assert run(path, interval=1.0).counters == [0, 25, 50, 75]
