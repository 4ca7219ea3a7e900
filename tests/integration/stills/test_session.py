"""One process for many videos."""

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

import stills
from stills.errors import NotAVideo

Clip = Callable[..., Path]


def process_of(session: stills.Session) -> int:
    process = session._sandbox._process
    assert process is not None
    return process._process.pid


def test_a_process_does_many_jobs_with_the_same_results(clip: Clip, tmp_path: Path) -> None:
    path = clip("mp4")
    with stills.Session() as session:
        first = session.extract(path, tmp_path / "1.zip", count=3)
        process = process_of(session)
        second = session.extract(path, tmp_path / "2.zip", count=3)
        assert session.probe(path) == first.source
        assert process_of(session) == process

    assert first == second == stills.extract(path, tmp_path / "3.zip", count=3)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_an_animated_webp_is_described_by_a_process_that_can_decode_it(
    clip: Clip, tmp_path: Path
) -> None:
    path = tmp_path / "animation.webp"
    pictures = cv2.Animation()
    pictures.frames = [np.full((32, 48, 4), value, np.uint8) for value in (50, 200)]
    pictures.durations = [100, 100]
    cv2.imwriteanimation(str(path), pictures)

    with stills.Session() as session:
        session.probe(clip("mp4"))
        assert session.probe(path).display_width == 48
        assert session.scan(path).frames == (0, 100_000)


def test_a_bad_video_does_not_disturb_the_next(clip: Clip, tmp_path: Path) -> None:
    with stills.Session() as session:
        with pytest.raises(NotAVideo):
            session.extract(io.BytesIO(b"no video"), tmp_path / "1.zip")
        assert len(session.extract(clip("mp4"), tmp_path / "2.zip", count=3).images) == 3


@pytest.mark.parametrize("error", [KeyboardInterrupt, NotAVideo])
def test_after_an_error_that_is_not_of_the_video_a_new_process_is_used(
    clip: Clip, tmp_path: Path, error: type[BaseException]
) -> None:
    def stop(fraction: float, images: int) -> None:
        raise error

    with stills.Session() as session:
        session.extract(clip("mp4"), tmp_path / "1.zip", count=3)
        process = process_of(session)
        with pytest.raises(error):
            session.extract(clip("mp4"), tmp_path / "2.zip", progress=stop)
        session.extract(clip("mp4"), tmp_path / "3.zip", count=3)
        assert process_of(session) != process
