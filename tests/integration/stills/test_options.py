"""Each option, checked by the frame counter that the images show."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from local.clips import draw_counter
from stills.errors import AllLeftOut
from stills.warnings import image_limit

Clip = Callable[..., Path]
Extract = Callable[..., Any]
Pictures = Callable[[list[Any]], Path]


@pytest.fixture
def video_of(tmp_path: Path) -> Pictures:
    """Writes pictures of 320 x 180, ten per second, in a high quality."""

    def write(pictures: list[Any]) -> Path:
        path = tmp_path / "pictures.mp4"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=10, options={"crf": "10"})
            stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
            for number, picture in enumerate(pictures):
                shown = draw_counter(picture.copy(), number)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(shown, format="bgr24")))
            container.mux(stream.encode())
        return path

    return write


def noise(seed: int, level: int = 128) -> Any:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 2 * level, (9, 16, 3)).astype(np.uint8)
    return cv2.resize(coarse, (320, 180), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize("suffix", ["mp4", "ts", "mkv"])
@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"fps": 2}, [0, 12, 25, 37, 50, 62, 75, 87]),
        ({"count": 1}, [0]),
        ({"count": 4}, [0, 33, 66, 99]),
        ({"count": 3, "start": 1, "end": 2}, [25, 37, 50]),
        ({"timestamps": (3, 0.5, 0.5)}, [12, 75]),
        ({"timestamps": ("50%", "100%", 1.0)}, [25, 49, 99]),
        ({"timestamps": (1.0, 500.0)}, [25]),
        ({"every_nth": 30}, [0, 30, 60, 90]),
        ({"every_nth": 30, "start": 0.4, "end": 2}, [10, 40]),
        ({"keyframes": True}, [0, 25, 50, 75]),
        ({"keyframes": True, "start": 1.5}, [50, 75]),
    ],
    ids=str,
)
def test_images_show_the_frames_at_the_chosen_sample_times(
    suffix: str, options: dict[str, Any], shown: list[int], clip: Clip, run: Extract
) -> None:
    closed = {"x264-params": "scenecut=0:open-gop=0"}

    assert run(clip(suffix, gop=25, options=closed), **options).counters == shown


def test_keyframes_are_real_even_if_the_index_is_wrong(
    clip: Clip, run: Extract, tmp_path: Path
) -> None:
    path = clip("mp4", gop=25, options={"x264-params": "scenecut=0"})
    wrong = tmp_path / "wrong.mp4"
    wrong.write_bytes(path.read_bytes().replace(b"stss", b"free"))

    assert run(wrong, keyframes=True).counters == [0, 25, 50, 75]


def test_each_scene_gives_an_image(video_of: Pictures, run: Extract) -> None:
    path = video_of([noise(scene) for scene in range(3) for _ in range(10)])

    assert run(path, scenes=True).counters == [5, 15, 24]
    assert run(path, scenes=True, per_scene=2, end=1.9).counters == [2, 7, 12, 16]


def test_a_clip_without_cuts_is_one_scene(clip: Clip, run: Extract) -> None:
    assert run(clip("mp4"), scenes=True).counters == [49]


def test_the_sharpest_frame_until_the_next_sample_time_is_picked(
    video_of: Pictures, run: Extract
) -> None:
    sharp = np.random.default_rng(1).integers(0, 255, (180, 320, 3)).astype(np.uint8)
    pictures = [cv2.GaussianBlur(sharp, (0, 0), 3)] * 20
    pictures[7] = pictures[12] = sharp

    extracted = run(video_of(pictures), interval=1, pick="sharpest")

    assert extracted.counters == [7, 12]
    assert [image.requested_time for image in extracted.manifest.images] == [0, 1]


@pytest.mark.parametrize("pick", ["exact", "sharpest"])
@pytest.mark.parametrize(
    "times",
    [
        {"interval": 1},
        {"fps": 10},
        {"count": 3},
        {"timestamps": [0]},
        {"timestamps": ["50%"]},
        {"every_nth": 5},
        {"keyframes": True},
        {"scenes": True},
        {"best": 2},
    ],
    ids=str,
)
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "avi"])
def test_a_video_of_one_frame_gives_an_image_whatever_is_asked_for(
    suffix: str, times: dict[str, Any], pick: str, clip: Clip, run: Extract
) -> None:
    assert run(clip(suffix, seconds=1 / 25), **times, pick=pick).times == [0]


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_the_best_frames_are_the_sharpest_with_a_least_distance(
    video_of: Pictures, run: Extract, clip: Clip, suffix: str
) -> None:
    sharp = np.random.default_rng(1).integers(0, 255, (180, 320, 3)).astype(np.uint8)
    pictures = [cv2.GaussianBlur(sharp, (0, 0), 3)] * 40
    pictures[7] = pictures[8] = pictures[12] = pictures[33] = sharp
    path = video_of(pictures)

    assert run(path, best=3).counters in ([7, 12, 33], [8, 13, 33], [7, 13, 33])
    assert run(path, best=1, start=3.0, end=3.9).counters == [33]
    assert len(run(path, best=100, min_gap=1).counters) <= 4
    frames = run(clip(suffix), best=1000, min_gap=0).counters
    assert frames == list(range(100))
    assert len(run(clip(suffix), best=1000, min_gap=0.4).counters) <= 10


def test_images_that_are_blurred_beside_their_neighbors_are_left_out_and_counted(
    video_of: Pictures, run: Extract
) -> None:
    sharp = np.random.default_rng(1).integers(0, 255, (180, 320, 3)).astype(np.uint8)
    pictures: list[Any] = [sharp] * 10
    pictures[4] = cv2.GaussianBlur(sharp, (0, 0), 4)

    extracted = run(video_of(pictures), every_nth=1, skip_blurred=True)

    assert extracted.counters == [0, 1, 2, 3, 5, 6, 7, 8, 9]
    assert extracted.manifest.dropped == {"blurred": 1}


def test_frames_rarer_than_sample_times_are_picked_once_each(
    video_of: Pictures, run: Extract
) -> None:
    extracted = run(video_of([noise(1)] * 5), interval=0.05, pick="sharpest")

    assert extracted.counters == [0, 1, 2, 3, 4]


def test_black_images_are_left_out_and_counted(tmp_path: Path, run: Extract) -> None:
    path = tmp_path / "black.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for level in (0, 200, 5, 200):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64), level, np.uint8), format="gray")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())

    extracted = run(path, skip_black=True)

    assert extracted.times == [1, 3]
    assert extracted.manifest.dropped == {"black": 2}
    with pytest.raises(AllLeftOut, match="2 as black"):
        run(path, skip_black=True, interval=2)


def test_duplicates_of_the_last_image_are_left_out_and_counted(
    video_of: Pictures, run: Extract
) -> None:
    first, second = noise(1), noise(2)
    path = video_of([first] * 20 + [second] * 10 + [first] * 10)

    extracted = run(path, interval=0.5, skip_duplicates=True, duplicate_threshold=0.1)

    assert extracted.times == [0, 2, 3]
    assert extracted.manifest.dropped == {"duplicate": 5}


@pytest.mark.parametrize(
    ("form", "magic"), [("jpg", b"\xff\xd8"), ("png", b"\x89PNG"), ("webp", b"RIFF")]
)
def test_images_have_the_chosen_format_and_size(
    form: str, magic: bytes, clip: Clip, run: Extract
) -> None:
    extracted = run(clip("mp4"), count=2, format=form, width=160, quality=80)

    assert all(data.startswith(magic) for data in extracted.files.values())
    assert all(name.endswith(f".{form}") for name in extracted.files)
    assert {picture.shape for picture in extracted.pictures} == {(90, 160, 3)}
    assert extracted.counters == [0, 99]


def test_the_extraction_stops_at_the_limit_of_images(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4"), interval=0.1, max_images=3)

    assert extracted.counters == [0, 2, 5]
    assert extracted.manifest.warnings == (image_limit(3),)
    assert run(clip("mp4"), interval=2, max_images=2).manifest.warnings == ()


@pytest.mark.parametrize("how", [{}, {"gop": 25}])
def test_counts_and_percentages_work_even_if_the_container_has_no_duration(
    how: dict[str, int], clip: Clip, run: Extract
) -> None:
    live = {"movflags": "frag_keyframe+empty_moov"}
    path = clip("mp4", container_options=live, times=list(uneven()), **how)

    assert run(path, count=2).counters == [0, 29]
    assert run(path, timestamps=("0%", "100%")).counters == [0, 29]


def uneven() -> Iterator[Fraction]:
    for number in range(30):
        yield Fraction(number**2, 200)
