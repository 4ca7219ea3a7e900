import numpy as np
import pytest
from numpy.typing import NDArray

from bench.hdr import chart, clip
from stills.image.hdr import tone_mapped
from stills.image.transfer import HLG, PQ

SDR_WHITE = {PQ: 0.5807, HLG: 0.75}
"""The signal of diffuse white, 203 cd/m2 (ITU-R BT.2408, table 1)."""


def grays(codes: list[float]) -> NDArray[np.uint16]:
    row = np.round(np.array(codes) * 65535).astype(np.uint16)
    return np.repeat(row[None, :, None], 3, axis=2)


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_diffuse_white_is_bright_and_highlights_are_even_brighter(transfer: int) -> None:
    shown = tone_mapped(grays([0, SDR_WHITE[transfer], 1]), transfer)

    black, white, brightest = shown[0, :, 0]
    assert black == 0
    assert 220 <= white < brightest
    assert brightest >= 254


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_brighter_light_stays_brighter_and_gray_stays_gray(transfer: int) -> None:
    shown = tone_mapped(grays(list(np.linspace(0, 1, 200))), transfer).astype(int)

    assert (np.diff(shown[0, :, 1]) >= 0).all()
    assert np.ptp(shown, axis=2).max() <= 1


def test_light_darker_than_white_keeps_its_brightness() -> None:
    quarter_of_white = 0.4408  # PQ's signal of 50.75 cd/m2

    shown = tone_mapped(grays([quarter_of_white]), PQ)[0, 0, 0]

    assert shown == pytest.approx(137, abs=3)  # sRGB's code of a quarter


def test_a_bright_color_keeps_its_hue() -> None:
    orange = np.array([[[1.0, 0.3, 0.05]]])  # linear light, RGB of BT.709
    signal = clip.pq(3 * orange @ clip.TO_BT2020.T)[..., ::-1]

    shown = tone_mapped(np.round(65535 * signal).astype(np.uint16), PQ)

    light = chart.linear(shown[..., ::-1])
    assert light / light.max() == pytest.approx(orange, abs=0.01)


def test_a_picture_taller_than_one_strip_is_mapped_completely() -> None:
    tall = np.repeat(grays([0.2, 0.5]), 300, axis=0)

    assert (tone_mapped(tall, PQ) == tone_mapped(tall[:1], PQ)).all()
