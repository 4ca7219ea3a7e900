import inspect
from typing import get_args

import pytest

from stills import warnings
from stills.warnings import (
    VideoWarning,
    crop_cut,
    frames_damaged,
    frames_lost,
    image_limit,
    times_beyond_end,
    times_jump,
    times_outside_span,
)


def test_each_warning_is_made_by_the_function_of_its_name() -> None:
    makers = inspect.getmembers(warnings, inspect.isfunction)
    made = {name for name, each in makers if each.__module__ == warnings.__name__}

    assert {name for name in made if name[0] != "_"} == set(get_args(warnings.Code))


@pytest.mark.parametrize(
    ("warning", "sentence"),
    [
        (frames_lost(1), "1 frame could not be decoded."),
        (frames_lost(1200), "1,200 frames could not be decoded."),
        (frames_damaged(1), "1 frame is partly damaged."),
        (frames_damaged(2), "2 frames are partly damaged."),
        (image_limit(1), "The extraction stopped at the limit of 1 image."),
        (
            crop_cut(1920, 1080, 800, 600),
            "The crop reaches beyond the picture, which has 1,920 x 1,080 pixels, "
            "so it was cut to 800 x 600.",
        ),
        (
            times_outside_span(1, 4, 2, None),
            "1 of the 4 listed times is outside of the wanted span, 2 s to the end.",
        ),
        (
            times_outside_span(2, 4, 0, 8.5),
            "2 of the 4 listed times are outside of the wanted span, 0 s to 8.5 s.",
        ),
    ],
)
def test_the_sentence_has_the_values_in_it(warning: VideoWarning, sentence: str) -> None:
    assert warning.reason == sentence


@pytest.mark.parametrize(
    ("count", "total", "which"),
    [
        (1, 1, "The listed time is"),
        (2, 2, "Both listed times are"),
        (3, 3, "All 3 listed times are"),
        (1, 2, "1 of the 2 listed times is"),
        (3, 4, "3 of the 4 listed times are"),
    ],
)
def test_a_sentence_says_how_many_of_all(count: int, total: int, which: str) -> None:
    warning = times_beyond_end(count, total, 10)

    assert warning.reason == f"{which} beyond the end of the video, at 10 s."


@pytest.mark.parametrize(("jumps", "times"), [(1, "once."), (2, "2 times.")])
def test_jumps_are_counted(jumps: int, times: str) -> None:
    assert f"start over or jump {times}" in times_jump(jumps).reason


def test_the_values_are_the_numbers_of_the_sentence() -> None:
    assert times_outside_span(2, 4, 0, 8).values == {"count": 2, "total": 4, "start": 0, "end": 8}
    assert times_outside_span(2, 4, 0, None).values == {"count": 2, "total": 4, "start": 0}
