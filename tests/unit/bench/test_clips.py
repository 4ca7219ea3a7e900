from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from bench.clips import GOP, Clip, make

SMALL: dict[str, Any] = {"width": 64, "height": 36, "frames": GOP + 10}


def frame_times(path: Path) -> list[Fraction]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        timestamps = [frame.pts for frame in container.decode(stream)]
        return [each * stream.time_base for each in timestamps if each is not None]


@pytest.mark.parametrize("codec", ["libx264", "libsvtav1"])
def test_a_repeated_clip_is_one_video_without_gaps(tmp_path: Path, codec: str) -> None:
    clip = Clip(name="small", codec=codec, options={"preset": "8"}, repeats=2, **SMALL)

    times = frame_times(make(clip, tmp_path))

    assert len(times) == 2 * clip.frames
    assert times[-1] - times[0] == pytest.approx(clip.seconds - 1 / clip.rate, abs=0.001)
    assert {round(float(after - before), 3) for before, after in pairwise(times)} == {0.04}


def test_there_is_a_keyframe_at_every_gop_and_at_every_repeat(tmp_path: Path) -> None:
    steady: dict[str, str] = {"preset": "veryfast", "sc_threshold": "0"}
    clip = Clip(name="small", options=steady, repeats=2, **SMALL)

    with av.open(str(make(clip, tmp_path))) as container:
        packets = container.demux(container.streams.video[0])
        keyframes = [number for number, packet in enumerate(packets) if packet.is_keyframe]

    assert keyframes[:4] == [0, GOP, clip.frames, clip.frames + GOP]


def test_a_clip_of_variable_rate_has_uneven_times_in_order() -> None:
    times = Clip(name="small", is_variable=True, **SMALL).times()

    durations = {after - before for before, after in pairwise(times)}
    assert times == sorted(times)
    assert len(durations) > 10


def test_a_clip_is_made_once(tmp_path: Path) -> None:
    clip = Clip(name="small", frames=2, repeats=1, width=64, height=36)
    path = make(clip, tmp_path)

    made = path.stat().st_mtime_ns
    assert make(clip, tmp_path).stat().st_mtime_ns == made
    assert list(tmp_path.iterdir()) == [path]
