from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.output.sprite import draw, webvtt
from stills.output.tiles import Region, Tile
from tests.webvtt import read_webvtt

SECOND = 1_000_000


def spans(times: list[int], duration: float | None) -> list[tuple[int, int]]:
    places = [Region(10 * number, 0, 10, 10) for number in range(len(times))]
    cues = read_webvtt(webvtt(times, places, duration).encode())
    return [(cue.start, cue.end) for cue in cues]


def test_tiles_are_in_rows_of_ten() -> None:
    picture = np.full((90, 160, 3), 200, np.uint8)

    sprite, places = draw([Tile(number, picture) for number in range(12)])

    assert sprite.shape == (180, 1600, 3)
    assert places[9:] == [
        Region(1440, 0, 160, 90),
        Region(0, 90, 160, 90),
        Region(160, 90, 160, 90),
    ]


def test_the_region_of_a_smaller_picture_excludes_the_border_around_it() -> None:
    wide, high = np.zeros((90, 160, 3), np.uint8), np.full((160, 90, 3), 200, np.uint8)

    sprite, places = draw([Tile(0, wide), Tile(1, high)])

    assert places == [Region(0, 35, 160, 90), Region(195, 0, 90, 160)]
    assert (sprite[:160, 195:285] == 200).all()


def test_cues_are_written_as_players_read_them() -> None:
    text = webvtt([0, 3_725_500_000], [Region(0, 0, 160, 90), Region(160, 0, 160, 90)], 3726.0)

    assert text == (
        "WEBVTT\n"
        "\n"
        "00:00:00.000 --> 01:02:05.500\n"
        "sprite.jpg#xywh=0,0,160,90\n"
        "\n"
        "01:02:05.500 --> 01:02:06.000\n"
        "sprite.jpg#xywh=160,0,160,90\n"
    )


@pytest.mark.parametrize(
    ("times", "duration", "last"),
    [
        ([0, 2 * SECOND], 3.5, (2000, 3500)),
        ([0, 2 * SECOND], None, (2000, 4000)),
        ([0, 2 * SECOND], 1.0, (2000, 4000)),
        ([0, 2 * SECOND], 2.0001, (2000, 4000)),
        ([5 * SECOND], 7.0, (0, 7000)),
        ([5 * SECOND], None, (0, 6000)),
        ([0], 0.0, (0, 1000)),
    ],
)
def test_the_last_cue_lasts_until_the_end_of_the_video(
    times: list[int], duration: float | None, last: tuple[int, int]
) -> None:
    assert spans(times, duration)[-1] == last


def test_an_image_that_lasts_less_than_a_millisecond_has_no_cue() -> None:
    assert spans([0, 100, 200, 5000, 5001], 1.0) == [(0, 5), (5, 1000)]


@given(
    first=st.integers(0, 10 * SECOND),
    gaps=st.lists(st.integers(1, 5000), max_size=99),
    duration=st.none() | st.floats(0, 86_400),
)
def test_cues_follow_each_other_without_gaps_from_the_beginning(
    first: int, gaps: list[int], duration: float | None
) -> None:
    times = list(accumulate(gaps, initial=first))

    found = spans(times, duration)

    assert found[0][0] == 0
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert found[-1][1] > times[-1] // 1000
