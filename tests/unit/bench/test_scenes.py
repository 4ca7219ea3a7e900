from pathlib import Path

import pytest

from bench.scenes import detectors
from bench.scenes.footage import KINDS, SCENES, Cut, Kind, make
from bench.scenes.report import matches


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_video_has_a_known_cut_before_each_scene_but_the_first(
    kind: Kind, tmp_path: Path
) -> None:
    cuts = make(kind, 1, tmp_path / "video.mp4")

    assert len(cuts) == SCENES - 1
    assert cuts == sorted(cuts)
    assert all((cut.first < cut.last) == bool(kind.gradual) for cut in cuts)


def test_stills_finds_hard_cuts(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    cuts = make(KINDS[0], 1, path)

    assert detectors.ours([path]) == [[cut.first for cut in cuts]]


def test_each_found_frame_counts_for_one_cut() -> None:
    cuts = [Cut(10, 10), Cut(11, 20), Cut(50, 50)]

    assert matches(cuts, [11]) == 1
    assert matches(cuts, [11, 15, 16, 52]) == 2
