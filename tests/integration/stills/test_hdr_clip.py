import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.hdr import chart, clip, contenders
from bench.hdr.judge import KNOWN, judge
from stills.image import hdr

BT2020 = {"colorspace": 9, "color_primaries": 9, "color_range": 1}


@pytest.mark.parametrize(("transfer", "hdr"), [(16, True), (18, True), (14, False)])
def test_the_manifest_says_whether_a_video_is_hdr_and_its_images_are_readable(
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


@pytest.fixture(scope="module", params=clip.TRANSFERS)
def scene_in_hdr(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hdr") / "scene.mp4"
    return clip.write(path, chart.scene(), request.param)


def test_colors_that_sdr_can_show_look_as_they_do_in_the_scene(scene_in_hdr: Path) -> None:
    judged = judge(contenders.ours(scene_in_hdr))

    limits = {"grays": 1, "paper": 9, "skin": 2, "colors": 2.5, "saturated": 2.5}
    assert {kind for kind in KNOWN if judged.distances[kind] > limits[kind]} == set()
    assert judged.hue <= 2


def test_images_are_much_closer_to_the_scene_than_hdr_shown_as_sdr(scene_in_hdr: Path) -> None:
    ours, shown_as_sdr = (
        sum(judge(picture(scene_in_hdr)).distances.values())
        for picture in (contenders.ours, contenders.as_sdr)
    )

    assert 5 * ours < shown_as_sdr


@pytest.mark.skipif(bool(contenders.missing()), reason=str(contenders.missing()))
@pytest.mark.parametrize("curve", ["hable", "mobius", "reinhard"])
def test_every_kind_of_color_is_closer_than_with_the_tone_mapping_of_ffmpeg(
    curve: str, scene_in_hdr: Path
) -> None:
    ours, theirs = (
        judge(picture(scene_in_hdr)).distances
        for picture in (contenders.ours, contenders.CONTENDERS[curve])
    )

    assert [kind for kind in KNOWN if ours[kind] >= theirs[kind]] == []


@pytest.mark.skipif(bool(contenders.missing()), reason=str(contenders.missing()))
@pytest.mark.parametrize(
    ("light", "name"), [(hdr._pq_light, "smpte2084"), (hdr._hlg_light, "arib-std-b67")]
)
def test_the_transfer_functions_agree_with_zimg(light: Callable[..., Any], name: str) -> None:
    width, height = 512, 8
    random = np.random.default_rng(seed=3)
    signal = random.integers(0, 65536, (height, width, 3), np.uint16)

    theirs = zscaled(signal, f"tin={name}:t=linear:npl={clip.WHITE}:agamma=false")

    ours, gain = light(signal)
    assert ours * np.atleast_3d(gain) == pytest.approx(theirs, rel=1e-4, abs=1e-5)


def zscaled(bgr: NDArray[np.uint16], parameters: str) -> NDArray[np.float32]:
    """A picture in BT.2020 after a `zscale` that keeps its primaries."""
    height, width = bgr.shape[:2]
    same = "pin=2020:p=2020:min=gbr:m=gbr:rin=pc:r=pc"
    command = [
        *("ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "gbrp16le"),
        *("-s", f"{width}x{height}", "-i", "-", "-vf"),
        *(f"zscale={parameters}:{same},format=gbrpf32le", "-f", "rawvideo", "-"),
    ]
    planes = bgr[..., [1, 0, 2]].transpose(2, 0, 1).tobytes()
    made = subprocess.run(command, input=planes, capture_output=True, check=True)  # noqa: S603
    gbr = np.frombuffer(made.stdout, np.float32).reshape(3, height, width)
    return gbr.transpose(1, 2, 0)[..., [1, 0, 2]]
