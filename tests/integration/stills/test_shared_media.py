"""Real videos, compared with the results of an independent decoder."""

import json
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stills.errors import StillsError

MEDIA = Path(__file__).parents[4] / "shared" / "media"
EXPECTED = MEDIA / "expected.json"

pytestmark = pytest.mark.skipif(not EXPECTED.exists(), reason="the shared media are not here")

CASES: dict[str, Any] = json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}
DECODABLE = [name for name, case in CASES.items() if case["outcome"] == "frames"]


def times_on_screen(times: list[float], interval: float) -> list[float]:
    """The time of the last frame that is not after each sample time, by definition."""
    steps = range(int(times[-1] / interval + 1e-6) + 1)
    shown = (times[bisect_right(times, step * interval + 1e-6) - 1] for step in steps)
    return list(dict.fromkeys(shown))


@pytest.mark.parametrize("name", DECODABLE)
@pytest.mark.parametrize("interval", [0.04, 0.5, 1, 3, 60])
def test_images_have_the_times_and_sizes_of_the_independent_decoder(
    name: str, interval: float, run: Callable[..., Any]
) -> None:
    case = CASES[name]

    extracted = run(MEDIA / name, interval=interval)

    assert extracted.times == pytest.approx(times_on_screen(case["times"], interval), abs=2e-6)
    sizes = {(image.width, image.height) for image in extracted.manifest.images}
    assert sizes == {(case["display_width"], case["display_height"])}
    assert extracted.manifest.source.codec == case["codec"]


@pytest.mark.parametrize("name", [name for name in CASES if name not in DECODABLE])
def test_a_file_that_no_decoder_can_read_fails_with_a_code(
    name: str, run: Callable[..., Any]
) -> None:
    with pytest.raises(StillsError) as failure:
        run(MEDIA / name)

    assert failure.value.code in {"not_a_video", "damaged"}


@pytest.mark.skipif("corrupted.mp4" not in CASES, reason="the damaged video is not here")
def test_the_manifest_of_a_damaged_video_says_how_far_it_was_decoded(
    run: Callable[..., Any],
) -> None:
    manifest = run(MEDIA / "corrupted.mp4").manifest

    assert manifest.warnings
    assert manifest.decoded_until == pytest.approx(4.9)
