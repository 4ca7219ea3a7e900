"""Packets of real files, and the first picture among them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import cast

import av
import pytest
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from stills.demux import packets
from stills.demux.container import open_container, video_stream
from stills.demux.packets import Packet, decode, first_picture, read_packets, timestamp_of
from stills.errors import Damaged, Encrypted, OutOfMemory

Clip = Callable[..., Path]


def test_all_packets_are_read_except_the_empty_one_at_the_end(clip: Clip) -> None:
    with clip("mp4").open("rb") as file, open_container(file) as container:
        sizes = [packet.size for packet in read_packets(container, video_stream(container))]

    assert len(sizes) == 100
    assert all(sizes)


def test_the_first_picture_comes_with_the_packets_that_were_read_for_it(clip: Clip) -> None:
    with clip("mp4").open("rb") as file, open_container(file) as container:
        stream = video_stream(container)

        picture, head = first_picture(read_packets(container, stream), stream.codec_context)
        rest = list(read_packets(container, stream))

    assert picture.pts == 0
    assert (picture.width, picture.height) == (320, 180)
    assert len(head) + len(rest) == 100
    assert head[0].is_keyframe


def test_the_decoder_forgets_the_first_picture_so_that_it_can_be_decoded_again(clip: Clip) -> None:
    with clip("mp4").open("rb") as file, open_container(file) as container:
        stream = video_stream(container)
        first, head = first_picture(read_packets(container, stream), stream.codec_context)

        again = [frame for packet in head for frame in decode(stream.codec_context, packet)]
        again += decode(stream.codec_context, None)

    assert again[0].pts == first.pts
    assert again[0].to_ndarray().tobytes() == first.to_ndarray().tobytes()


def first(container: InputContainer) -> tuple[VideoFrame, list[Packet]]:
    stream = video_stream(container)
    return first_picture(read_packets(container, stream), stream.codec_context)


def without_pictures(path: Path) -> io.BytesIO:
    """A transport stream whose coded pictures are overwritten, but not the packets' headers."""
    data = bytearray(path.read_bytes())
    for start in range(3 * 188, len(data), 188):
        data[start + 24 : start + 188] = bytes(164)
    return io.BytesIO(data)


def test_a_video_without_a_picture_that_can_be_decoded_has_no_images(clip: Clip) -> None:
    file = without_pictures(clip("ts", codec="mpeg2video"))

    with open_container(file) as container, pytest.raises(Damaged):
        first(container)


def test_the_search_for_a_first_picture_ends_after_a_limited_number_of_bytes(
    clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets, "MAX_HEAD_BYTES", 0)

    with clip("mp4").open("rb") as file, open_container(file) as container:
        _, head = first(container)

    assert len(head) == 1


@pytest.mark.parametrize(
    ("presented", "decoded", "timestamp"), [(7, 5, 7), (0, 5, 0), (None, 5, 5), (None, None, None)]
)
def test_a_timestamp_is_the_presentation_time_or_else_the_decoding_time(
    presented: int | None, decoded: int | None, timestamp: int | None
) -> None:
    packet = cast(Packet, av.Packet(b"data"))
    packet.pts, packet.dts = presented, decoded

    assert timestamp_of(packet) == timestamp


def test_an_encrypted_packet_is_recognized_before_it_is_decoded(clip: Clip) -> None:
    key = "00112233445566778899aabbccddeeff"
    path = clip(
        "mp4",
        seconds=1,
        container_options={
            "encryption_scheme": "cenc-aes-ctr",
            "encryption_key": key,
            "encryption_kid": key,
        },
    )

    with path.open("rb") as file, open_container(file) as container, pytest.raises(Encrypted):
        first(container)


@pytest.mark.parametrize(
    "error", [av.MemoryError(12, "no memory"), av.BlockingIOError(11, "no thread")], ids=repr
)
def test_a_decoder_without_memory_raises_out_of_memory(error: av.FFmpegError) -> None:
    class Starved:
        def decode(self, packet: object) -> list[object]:
            raise error

    with pytest.raises(OutOfMemory):
        decode(cast(VideoCodecContext, Starved()), None)
