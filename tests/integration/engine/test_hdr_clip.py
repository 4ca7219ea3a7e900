from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BT2020 = {"colorspace": 9, "color_primaries": 9, "color_range": 1}


@pytest.mark.parametrize(("transfer", "hdr"), [(16, True), (18, True), (14, False)])
def test_hdr_is_told_in_the_manifest_and_its_pictures_are_readable(
    transfer: int, hdr: bool, clip: Callable[..., Path], run: Callable[..., Any]
) -> None:
    path = clip(
        "mp4",
        seconds=1,
        codec="libx265",
        pixel_format="yuv420p10le",
        color=BT2020 | {"color_trc": transfer},
    )

    extracted = run(path, interval=0.4)

    assert extracted.manifest.source.hdr is hdr
    assert extracted.counters == [0, 10, 20]
