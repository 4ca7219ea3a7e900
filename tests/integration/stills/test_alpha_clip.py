"""Videos with an alpha channel, of each codec that has one."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from stills.warnings import alpha_lost
from tests.transparent import make_transparent, opaque_stripes, with_alpha_of

Run = Callable[..., Any]

CLIPS = {
    "VP9 in WebM": ("webm", "libvpx-vp9", "yuva420p"),
    "VP9 in Matroska": ("mkv", "libvpx-vp9", "yuva420p"),
    "VP8 in WebM": ("webm", "libvpx", "yuva420p"),
    "ProRes 4444": ("mov", "prores_ks", "yuva444p10le"),
    "Animation": ("mov", "qtrle", "argb"),
    "PNG in QuickTime": ("mov", "png", "rgba"),
    "PNG in AVI": ("avi", "png", "rgba"),
    "FFV1": ("mkv", "ffv1", "bgra"),
}


@pytest.fixture(scope="module")
def transparent(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def clip(name: str) -> Path:
        if name not in made:
            suffix, codec, pixel_format = CLIPS[name]
            path = tmp_path_factory.mktemp("transparent") / f"clip.{suffix}"
            made[name] = make_transparent(path, codec, pixel_format)
        return made[name]

    return clip


def stripes(extracted: Any) -> list[int]:
    files = (np.frombuffer(data, np.uint8) for data in extracted.files.values())
    images = (cv2.imdecode(file, cv2.IMREAD_UNCHANGED) for file in files)
    return [opaque_stripes(np.asarray(image, np.uint8)) for image in images]


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({"fps": 10}, range(30)),
        ({"at": [0.5, 2.75]}, [5, 27]),
        ({"keyframes": True}, None),
        ({"interval": 1, "pick": "sharpest"}, None),
    ],
)
def test_each_image_has_the_alpha_of_its_own_frame(
    name: str, options: dict[str, Any], numbers: Any, transparent: Callable[[str], Path], run: Run
) -> None:
    options = {"timestamps" if key == "at" else key: value for key, value in options.items()}

    extracted = run(transparent(name), format="png", alpha=True, **options)

    shown = [round(time * 10) for time in extracted.times]
    assert shown == list(numbers or shown)
    assert stripes(extracted) == [number + 1 for number in shown]
    assert extracted.manifest.warnings == ()


@pytest.mark.parametrize("image_format", ["webp", "avif", "tiff"])
@pytest.mark.parametrize("name", ["VP9 in WebM", "VP8 in WebM", "ProRes 4444"])
def test_alpha_is_in_every_format_that_has_it(
    name: str, image_format: str, transparent: Callable[[str], Path], run: Run
) -> None:
    extracted = run(transparent(name), format=image_format, alpha=True, timestamps=(0, 2))

    assert stripes(extracted) == [1, 21]


def test_without_the_option_images_have_no_alpha(
    transparent: Callable[[str], Path], run: Run
) -> None:
    extracted = run(transparent("VP9 in WebM"), format="png", interval=1)

    assert {picture.shape[2] for picture in extracted.pictures} == {3}
    assert extracted.manifest.warnings == ()


def test_a_video_without_alpha_has_no_warning(clip: Callable[..., Path], run: Run) -> None:
    extracted = run(clip("webm", codec="libvpx-vp9"), format="png", interval=1, alpha=True)

    assert extracted.manifest.warnings == ()


def test_alpha_that_is_stated_but_missing_has_a_warning(
    transparent: Callable[[str], Path], run: Run, tmp_path: Path
) -> None:
    path, block_additions, unknown = tmp_path / "lost.webm", b"\x75\xa1", b"\x55\xff"
    data = transparent("VP9 in WebM").read_bytes()
    path.write_bytes(data.replace(block_additions, unknown))

    extracted = run(path, format="png", interval=1, alpha=True)

    assert extracted.manifest.warnings == (alpha_lost(),)
    assert len(extracted.pictures) == 3


def test_alpha_that_is_damaged_has_a_warning(
    transparent: Callable[[str], Path], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.webm"
    data = transparent("VP9 in WebM").read_bytes()
    keys = re.compile(rb"(\xee\x81\x01\xa5.\x82)\x49\x83\x42", re.DOTALL)  # of alpha only
    data, damaged = keys.subn(b"\\1\0\0\0", data)
    path.write_bytes(data)

    extracted = run(path, format="png", interval=1, alpha=True)

    assert damaged
    assert extracted.manifest.warnings == (alpha_lost(),)
    assert len(extracted.pictures) == 3


def test_alpha_of_hevc_that_no_decoder_reads_has_a_warning(
    clip: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    start_code, alpha_information = b"\0\0\0\1", b"\x4e\x01\xa5\x04\x00\x00\xff\x80\x80"
    path = tmp_path / "alpha.hevc"
    path.write_bytes(
        start_code
        + alpha_information
        + clip("hevc", codec="libx265", options={"x265-params": "log-level=0"}).read_bytes()
    )

    extracted = run(path, format="png", interval=1, alpha=True)

    assert extracted.manifest.warnings == (alpha_lost(),)


def test_a_group_of_pictures_that_begins_within_one_of_its_alpha_is_decoded_from_before(
    run: Run, tmp_path: Path
) -> None:
    color = make_transparent(tmp_path / "color.webm", "libvpx-vp9", "yuva420p", gop=10)
    alpha = make_transparent(tmp_path / "alpha.webm", "libvpx-vp9", "yuva420p", gop=30)
    mixed = with_alpha_of(color, alpha, tmp_path / "mixed.webm")

    extracted = run(mixed, format="png", alpha=True, timestamps=(0.5, 2.5))

    assert stripes(extracted) == [6, 26]
