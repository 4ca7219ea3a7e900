"""A damaged video gives the images that can be decoded; a useless file fails with a stable code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from stills.errors import Encrypted, NoImages, NotAVideo, NoVideoStream, TooLarge
from stills.warnings import cut_off

Clip = Callable[..., Path]
Extract = Callable[..., Any]


def cut(path: Path, at: float, into: Path) -> Path:
    data = path.read_bytes()
    into.write_bytes(data[: int(len(data) * at)])
    return into


def overwritten(path: Path, at: float, into: Path) -> Path:
    data = bytearray(path.read_bytes())
    middle = int(len(data) * at)
    data[middle : middle + 3000] = bytes(3000)
    into.write_bytes(data)
    return into


@pytest.mark.parametrize("suffix", ["mkv", "ts", "flv"])
def test_a_video_that_is_cut_off_gives_the_images_before_the_cut(
    suffix: str, clip: Clip, run: Extract, tmp_path: Path
) -> None:
    path = cut(clip(suffix, gop=25), 0.5, tmp_path / f"cut.{suffix}")

    extracted = run(path, interval=0.2)

    assert 3 < len(extracted.counters) < 18
    assert extracted.counters == list(range(0, 5 * len(extracted.counters), 5))


def test_the_manifest_of_an_mp4_that_is_cut_off_says_how_far_it_was_decoded(
    clip: Clip, run: Extract, tmp_path: Path
) -> None:
    whole = clip("mp4", gop=25, container_options={"movflags": "faststart"})

    extracted = run(cut(whole, 0.5, tmp_path / "cut.mp4"), interval=0.2)

    assert extracted.counters[:3] == [0, 5, 10]
    assert len(extracted.counters) < 18
    assert extracted.manifest.warnings
    assert extracted.times[-1] <= extracted.manifest.decoded_until < 4


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_damage_in_the_middle_does_not_affect_the_images_after_it(
    suffix: str, clip: Clip, run: Extract, tmp_path: Path
) -> None:
    path = overwritten(clip(suffix, gop=25), 0.5, tmp_path / f"damaged.{suffix}")

    extracted = run(path, interval=1)

    assert extracted.times[0] == 0
    assert extracted.times[-1] == pytest.approx(3, abs=0.1)


def test_an_empty_file_is_not_a_video(run: Extract, tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()

    with pytest.raises(NotAVideo):
        run(tmp_path / "empty.mp4")


def test_a_file_with_only_sound_has_no_video_stream(run: Extract, tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        sound = container.add_stream("aac", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 48_000
        container.mux([*sound.encode(frame), *sound.encode()])

    with pytest.raises(NoVideoStream):
        run(path)


def test_an_encrypted_video_is_refused(clip: Clip, run: Extract) -> None:
    path = clip(
        "mp4",
        seconds=1,
        container_options={
            "encryption_scheme": "cenc-aes-ctr",
            "encryption_key": "00112233445566778899aabbccddeeff",
            "encryption_kid": "00112233445566778899aabbccddeeff",
        },
    )

    with pytest.raises(Encrypted):
        run(path)


def test_a_huge_picture_is_refused_before_it_is_decoded(run: Extract, tmp_path: Path) -> None:
    path = tmp_path / "huge.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = 12_288, 8000, "yuvj420p"
        container.mux([*stream.encode(av.VideoFrame(12_288, 8000, "yuvj420p")), *stream.encode()])

    with pytest.raises(TooLarge):
        run(path)


def test_a_start_after_the_end_of_the_video_gives_no_images(clip: Clip, run: Extract) -> None:
    with pytest.raises(NoImages):
        run(clip("mp4"), start=100)


@pytest.mark.parametrize(("suffix", "codec"), [("mkv", "libx264"), ("avi", "mpeg4")])
def test_a_file_that_is_cut_off_between_two_packets_has_a_warning(
    suffix: str, codec: str, clip: Callable[..., Path], run: Callable[..., Any], tmp_path: Path
) -> None:
    whole = clip(suffix, codec=codec)
    path = tmp_path / whole.name
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    assert run(whole).manifest.warnings == ()
    assert cut_off() in run(path).manifest.warnings
