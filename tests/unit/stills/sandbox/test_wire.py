import msgspec
import pytest

from stills.manifest import Manifest
from stills.options import ExtractionOptions
from stills.sandbox import wire
from tests.samples import a_source, an_image

MESSAGES: list[wire.FromChild] = [
    wire.Opened(a_source(), 4),
    wire.Read(10, 20),
    wire.Store("frame_000000.jpg", b"\xff\xd8"),
    wire.Progress(0.5, 3),
    wire.Extracted(
        Manifest(
            source=a_source(),
            options=ExtractionOptions(timestamps=(1.5, "50%")),
            images=(an_image(0, size=10, offset=50),),
        )
    ),
    wire.Scanned((0, 40), (0,), (), end=80, tolerance=1),
    wire.Failed("not_a_video", "No."),
    wire.Broken("Traceback"),
]
JOBS: list[wire.Job] = [
    wire.Extract(100, ExtractionOptions(count=3), "holiday"),
    wire.Probe(100),
    wire.Scan(100),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_of_the_child_is_decoded_as_it_was_encoded(message: wire.FromChild) -> None:
    assert wire.decode(wire.encode(message)) == message


@pytest.mark.parametrize("job", JOBS, ids=lambda job: type(job).__name__)
def test_a_job_is_decoded_as_it_was_encoded(job: wire.Job) -> None:
    assert wire.decode_job(wire.encode(job)) == job


def test_an_offset_is_decoded_as_it_was_encoded() -> None:
    assert wire.decode_offset(wire.encode(2**40)) == 2**40


@pytest.mark.parametrize("job", JOBS, ids=lambda job: type(job).__name__)
def test_a_job_is_not_accepted_from_the_child(job: wire.Job) -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode(wire.encode(job))


@pytest.mark.parametrize(
    "message",
    [
        {"type": "opened", "source": msgspec.to_builtins(a_source()), "keyframes": -1},
        {"type": "read", "offset": "0", "size": 1},
        {"type": "store", "name": b"a.jpg", "data": b""},
        {"type": "shell", "command": "ls"},
        [1, 2, 3],
        None,
    ],
    ids=str,
)
def test_a_message_of_another_shape_is_refused(message: object) -> None:
    with pytest.raises(msgspec.MsgspecError):
        wire.decode(wire.encode(message))


@pytest.mark.parametrize("data", [b"", b"\xc1", b"garbage", wire.encode(MESSAGES[0])[:-1]])
def test_bytes_that_are_not_a_message_are_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        wire.decode(data)
