import numpy as np
import pytest

from bench.hdr import chart, clip
from bench.hdr.judge import judge


def test_the_scene_itself_has_no_distance_from_the_scene() -> None:
    judged = judge(chart.srgb(chart.scene()))

    assert max(judged.distances.values()) == 0


def test_a_scene_clipped_at_white_has_lost_its_highlights_and_their_hue() -> None:
    judged = judge(chart.srgb(chart.scene()))

    assert judged.gray_steps == 0
    assert judged.hue > 20


@pytest.mark.parametrize(
    ("light", "pq", "hlg"), [(0, 0, 0), (203, 0.5807, 0.75), (1000, 0.7518, 1)]
)
def test_the_signals_are_those_of_bt2408(light: float, pq: float, hlg: float) -> None:
    gray = np.full(3, light / clip.WHITE)

    assert clip.pq(gray) == pytest.approx(pq, abs=1e-4)
    assert clip.hlg(gray) == pytest.approx(hlg, abs=1e-3)
