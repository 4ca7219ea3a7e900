"""Opening real containers."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.container import InputContainer
from av.stream import Discard, Disposition

from stills.demux import container as containers
from stills.demux.container import duration, open_container, open_header, video_stream
from stills.demux.video import Video
from stills.errors import Encrypted, NotAVideo, NoVideoStream, TooLarge, TooLong, UnsupportedCodec

Clip = Callable[..., Path]

SUFFIXES = {
    "mp4": "libx264",
    "mov": "libx264",
    "mkv": "libx264",
    "webm": "libvpx",
    "avi": "mpeg4",
    "flv": "libx264",
    "ts": "libx264",
    "mpg": "mpeg2video",
}


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    with path.open("rb") as file, open_container(file) as container:
        yield container


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_size_of_the_picture_is_known_after_opening(suffix: str, clip: Clip) -> None:
    with opened(clip(suffix, codec=SUFFIXES[suffix])) as container:
        context = video_stream(container).codec_context

        assert (context.width, context.height) == (320, 180)


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "avi", "ts"])
def test_the_duration_is_known_in_seconds(suffix: str, clip: Clip) -> None:
    with opened(clip(suffix, codec=SUFFIXES[suffix])) as container:
        assert duration(container, video_stream(container)) == pytest.approx(4, abs=0.1)


def test_the_header_alone_tells_the_size_of_an_mp4(clip: Clip) -> None:
    with clip("mp4").open("rb") as file, open_header(file) as container:
        context = container.streams.video[0].codec_context

        assert (context.width, context.height) == (320, 180)


def test_a_text_file_is_not_a_video(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")

    with pytest.raises(NotAVideo), opened(tmp_path / "text.mp4"):
        pytest.fail("it was opened")


def test_a_container_without_streams_is_not_a_video(tmp_path: Path) -> None:
    (tmp_path / "empty.ts").write_bytes((b"\x47\x1f\xff\x10" + bytes(184)) * 100)

    with pytest.raises(NotAVideo), opened(tmp_path / "empty.ts") as container:
        video_stream(container)


def with_streams(path: Path, *streams: dict[str, int]) -> Path:
    """A video with several streams, of `size` pixels squared and with a `disposition` each."""
    with av.open(str(path), "w") as container:
        for stream in streams:
            added = container.add_stream("mpeg4", rate=5)
            added.width = added.height = stream["size"]
            added.disposition = Disposition(stream["disposition"])
        for added, stream in zip(list(container.streams.video), streams, strict=True):
            side = stream["size"]
            picture = av.VideoFrame.from_ndarray(np.zeros((side, side), np.uint8), format="gray")
            container.mux([*added.encode(picture), *added.encode()])
    return path


def test_of_several_streams_the_default_one_is_used_and_the_others_are_discarded(
    tmp_path: Path,
) -> None:
    path = with_streams(
        tmp_path / "several.mkv",
        {"size": 64, "disposition": 0},
        {"size": 128, "disposition": Disposition.default},
        {"size": 256, "disposition": Disposition.default},
    )

    with opened(path) as container:
        stream = video_stream(container)

        assert stream.codec_context.width == 128
        others = [each for each in container.streams if each is not stream]
        assert {each.discard for each in others} == {Discard.all}
        assert {packet.stream.index for packet in container.demux(stream)} == {stream.index}


def test_without_a_default_the_first_stream_is_used(tmp_path: Path) -> None:
    path = with_streams(
        tmp_path / "several.mkv", {"size": 64, "disposition": 0}, {"size": 128, "disposition": 0}
    )

    with opened(path) as container:
        assert video_stream(container).codec_context.width == 64


def test_a_cover_image_is_not_a_video_stream(tmp_path: Path) -> None:
    path = tmp_path / "music.mp4"
    with av.open(str(path), "w") as target:
        sound = target.add_stream("aac", rate=48_000, layout="mono")
        cover = target.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 48_000
        packets = [*cover.encode(av.VideoFrame(64, 64, "yuvj420p")), *cover.encode()]
        target.mux([*packets, *sound.encode(frame), *sound.encode()])

    with opened(path) as container:
        assert len(container.streams.video) == 1
        with pytest.raises(NoVideoStream):
            video_stream(container)


@pytest.mark.parametrize("tag", [b"encv", b"drmi"])
def test_an_encrypted_track_is_recognized_by_its_header(tag: bytes, clip: Clip) -> None:
    data = clip("mp4", seconds=1).read_bytes().replace(b"avc1", tag)

    with pytest.raises(Encrypted):
        Video(io.BytesIO(data))


def test_a_track_of_an_unknown_codec_is_not_supported(clip: Clip) -> None:
    data = clip("mp4", seconds=1).read_bytes().replace(b"avc1", b"zzzz")

    with pytest.raises(UnsupportedCodec):
        Video(io.BytesIO(data))


def test_a_picture_with_more_pixels_than_allowed_is_refused(
    clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "MAX_PIXELS", 320 * 180)
    with opened(clip("mp4")) as container:
        video_stream(container)

    monkeypatch.setattr(containers, "MAX_PIXELS", 320 * 180 - 1)
    with opened(clip("mp4")) as container, pytest.raises(TooLarge):
        video_stream(container)


def test_a_video_longer_than_a_day_is_refused(clip: Clip) -> None:
    day = Fraction(24 * 3600)
    times = [Fraction(0), day - 1]
    with opened(clip("mkv", times=times)) as container:
        video_stream(container)

    with opened(clip("mkv", times=[*times, day + 1])) as container, pytest.raises(TooLong):
        video_stream(container)
