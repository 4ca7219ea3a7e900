from fractions import Fraction
from itertools import pairwise

import av
import pytest

from bench.clips import GOP, Clip, make

SMALL = {"width": 64, "height": 36, "frames": GOP + 10}


def frame_times(path) -> list[Fraction]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [frame.pts * stream.time_base for frame in container.decode(stream)]


@pytest.mark.parametrize("codec", ["libx264", "libsvtav1"])
def test_a_repeated_clip_is_one_gapless_video(tmp_path, codec):
    # given a clip of two repeats
    clip = Clip(name="small", codec=codec, options={"preset": "8"}, repeats=2, **SMALL)
    # when it is made
    times = frame_times(make(clip, tmp_path))
    # then its frames follow each other evenly, through the seam
    assert len(times) == 2 * clip.frames
    assert times[-1] - times[0] == pytest.approx(clip.seconds - 1 / clip.rate, abs=0.001)
    assert {round(float(after - before), 3) for before, after in pairwise(times)} == {0.04}


def test_a_keyframe_comes_every_gop_and_at_each_repeat(tmp_path):
    steady = {"preset": "veryfast", "sc_threshold": "0"}
    clip = Clip(name="small", options=steady, repeats=2, **SMALL)
    with av.open(str(make(clip, tmp_path))) as container:
        packets = container.demux(container.streams.video[0])
        keyframes = [number for number, packet in enumerate(packets) if packet.is_keyframe]
    assert keyframes[:4] == [0, GOP, clip.frames, clip.frames + GOP]


def test_a_variable_clip_has_uneven_times_in_order():
    times = Clip(name="small", is_variable=True, **SMALL).times()
    durations = {after - before for before, after in pairwise(times)}
    assert times == sorted(times)
    assert len(durations) > 10


def test_a_clip_is_made_once(tmp_path):
    clip = Clip(name="small", frames=2, repeats=1, width=64, height=36)
    path = make(clip, tmp_path)
    made = path.stat().st_mtime_ns
    assert make(clip, tmp_path).stat().st_mtime_ns == made
    assert list(tmp_path.iterdir()) == [path]
