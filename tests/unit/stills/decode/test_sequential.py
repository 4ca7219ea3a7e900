from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import av
import pytest

from stills.decode.record import Damage, DecodeRecord
from stills.decode.sequential import SequentialDecoder
from stills.demux.video import Frame, Video
from stills.errors import OutOfMemory
from tests.pictures import a_frame


def a_decoding_error() -> av.FFmpegError:
    return av.InvalidDataError(1, "invalid data")


@dataclass(frozen=True)
class Packet:
    """Of a codec without reordering. `is_broken` packets cannot be decoded."""

    time: int
    is_keyframe: bool = False
    is_broken: bool = False
    is_corrupt: bool = False
    is_discard: bool = False


@dataclass
class FakeVideo:
    """Decodes each packet one call later than it is given, as real decoders do. Reading fails after
    `readable` packets."""

    stored: list[Packet]
    readable: int | None = None
    is_cut_off: bool = False
    has_presentation_times: bool = True
    clock = None
    flushes: int = 0
    decoded_times: list[int] = field(default_factory=list)
    _held: list[Frame] = field(default_factory=list)

    def packets(self) -> Iterator[Packet]:
        yield from self.stored[: self.readable]
        if self.readable is not None:
            raise a_decoding_error()

    def decoded(self, decoder: Any, packet: Packet | None) -> list[Frame]:
        held, self._held = self._held, []
        if packet is not None:
            self.decoded_times.append(packet.time)
            if packet.is_broken:
                self._held = held
                raise a_decoding_error()
            self._held = [a_frame(packet.time, is_corrupt=packet.is_corrupt)]
        return held

    @property
    def decoder(self) -> Any:
        return self

    def flush_buffers(self) -> None:
        self.flushes += 1


@pytest.fixture
def record() -> DecodeRecord:
    return DecodeRecord()


def decoder_of(video: FakeVideo, record: DecodeRecord) -> SequentialDecoder:
    return SequentialDecoder(cast(Video, video), record)


def test_every_frame_comes_even_those_that_the_decoder_holds_until_the_end(
    record: DecodeRecord,
) -> None:
    video = FakeVideo([Packet(0, True), Packet(40), Packet(80)])

    frames = list(decoder_of(video, record).every_frame())

    assert [frame.time for frame in frames] == [0, 40, 80]
    assert (record.until, record.damage) == (80, Damage())


def test_a_packet_that_cannot_be_decoded_is_recorded_and_passed_over(record: DecodeRecord) -> None:
    video = FakeVideo([Packet(0, True), Packet(40, is_broken=True), Packet(80)])

    frames = list(decoder_of(video, record).every_frame())

    assert [frame.time for frame in frames] == [0, 80]
    assert record.damage == Damage(packets=1)


def test_frames_with_errors_are_recorded_and_returned(record: DecodeRecord) -> None:
    video = FakeVideo([Packet(0, True), Packet(40, is_corrupt=True)])

    assert len(list(decoder_of(video, record).every_frame())) == 2
    assert record.damage == Damage(frames=1)


def test_where_reading_fails_the_frames_before_it_come_and_the_file_is_cut_off(
    record: DecodeRecord,
) -> None:
    video = FakeVideo([Packet(0, True), Packet(40), Packet(80)], readable=2)

    frames = list(decoder_of(video, record).every_frame())

    assert [frame.time for frame in frames] == [0, 40]
    assert record.damage == Damage(cut_off=True)


def test_a_file_whose_index_goes_beyond_its_end_is_cut_off(record: DecodeRecord) -> None:
    list(decoder_of(FakeVideo([Packet(0, True)], is_cut_off=True), record).every_frame())

    assert record.damage == Damage(cut_off=True)


def test_keyframes_come_without_decoding_other_frames(record: DecodeRecord) -> None:
    video = FakeVideo([Packet(n * 40, is_keyframe=n % 3 == 0) for n in range(9)])

    frames = list(decoder_of(video, record).key_frames())

    assert [frame.time for frame in frames] == video.decoded_times == [0, 120, 240]
    assert video.flushes == 3


def test_a_broken_keyframe_is_recorded_and_passed_over(record: DecodeRecord) -> None:
    video = FakeVideo([Packet(0, True), Packet(40, True, is_broken=True), Packet(80, True)])

    frames = list(decoder_of(video, record).key_frames())

    assert [frame.time for frame in frames] == [0, 80]
    assert record.damage == Damage(packets=1)


def test_where_reading_fails_the_keyframes_before_it_come(record: DecodeRecord) -> None:
    video = FakeVideo([Packet(0, True), Packet(40, True), Packet(80, True)], readable=2)

    assert [frame.time for frame in decoder_of(video, record).key_frames()] == [0, 40]
    assert record.damage == Damage(cut_off=True)


def test_a_lack_of_memory_is_not_taken_for_damage(record: DecodeRecord) -> None:
    class Starved(FakeVideo):
        def decoded(self, decoder: Any, packet: Packet | None) -> list[Frame]:
            raise OutOfMemory

    with pytest.raises(OutOfMemory):
        list(decoder_of(Starved([Packet(0, True)]), record).every_frame())
