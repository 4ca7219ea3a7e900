"""Files that are not videos but make FFmpeg read other files: each would leak one if accepted."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import pytest

from stills.errors import Damaged, NotAVideo

Clip = Callable[..., Path]

CONCAT = "ffconcat version 1.0\nfile {name}\n"
HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\n{name}\n#EXT-X-ENDLIST\n"
DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"'
    ' mediaPresentationDuration="PT4S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">'
    '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
    "<BaseURL>{name}</BaseURL></Representation></AdaptationSet></Period></MPD>"
)
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture
def secret(clip: Clip, tmp_path: Path) -> Path:
    """A video beside the hostile file that must not be read."""
    path = tmp_path / "secret.ts"
    path.write_bytes(clip("ts", seconds=1).read_bytes())
    return path


@pytest.mark.parametrize("script", [CONCAT, HLS])
def test_scripts_that_name_a_local_file_are_refused(
    script: str, secret: Path, run: Callable[..., Any]
) -> None:
    hostile = secret.with_name("hostile.mp4")
    hostile.write_text(script.format(name=secret.name))
    with av.open(str(hostile), format="concat" if script is CONCAT else "hls") as leak:
        assert next(leak.decode(video=0)).width == 320  # FFmpeg alone does read the secret

    with pytest.raises(NotAVideo):
        run(hostile)


@pytest.mark.parametrize("script", [CONCAT, HLS, DASH])
def test_scripts_that_name_an_address_open_no_socket(
    script: str, listener: socket.socket, tmp_path: Path, run: Callable[..., Any]
) -> None:
    hostile = tmp_path / "hostile.mp4"
    port = listener.getsockname()[1]
    hostile.write_text(script.format(name=f"http://127.0.0.1:{port}/"))

    with pytest.raises(NotAVideo):
        run(hostile)
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize(
    "content",
    [
        SDP.format(port=5004).encode(),
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"frame%03d.png",
        b"\xff" * 64,
    ],
    ids=["SDP", "an image", "an image sequence", "noise"],
)
def test_other_files_that_are_not_videos_are_refused(
    content: bytes, tmp_path: Path, run: Callable[..., Any]
) -> None:
    (tmp_path / "hostile.mp4").write_bytes(content)

    with pytest.raises(NotAVideo):
        run(tmp_path / "hostile.mp4")


@pytest.mark.parametrize(
    "prefix", [b"\x00\x00\x00\x08ftyp", b"\x1a\x45\xdf\xa3", b"FLV\x01", b"OggS"]
)
def test_a_script_after_the_first_bytes_of_a_video_is_refused(
    prefix: bytes, secret: Path, run: Callable[..., Any]
) -> None:
    hostile = secret.with_name("hostile.mp4")
    hostile.write_bytes(prefix + CONCAT.format(name=secret.name).encode())

    with pytest.raises(Exception, match=r"not_a_video|no_video_stream|damaged"):
        run(hostile)


def external_reference(name: str) -> bytes:
    """An alias (Apple's `alis`) in a data reference, with which a QuickTime movie names another
    file as the place of its media."""
    path = name.encode()
    alias = bytes(150) + b"\x00\x02" + len(path).to_bytes(2) + path + b"\x00" * (len(path) % 2)
    alias += b"\xff\xff\x00\x00"
    return (12 + len(alias)).to_bytes(4) + b"alis" + b"\x00\x00\x00\x00" + alias


def test_a_movie_that_refers_to_another_file_does_not_read_it(
    clip: Clip, tmp_path: Path, run: Callable[..., Any]
) -> None:
    movie = clip("mov", seconds=1).read_bytes()
    secret = tmp_path / "secret.mov"
    secret.write_bytes(movie)
    own = b"\x00\x00\x00\x0curl \x00\x00\x00\x01"
    assert movie.count(own) == 1
    reference = external_reference(str(secret))
    hostile = tmp_path / "hostile.mov"
    hostile.write_bytes(widened(movie.replace(own, reference), len(reference) - len(own)))

    permissive = {"enable_drefs": "1", "use_absolute_path": "1"}
    with av.open(str(hostile), container_options=permissive) as leak:
        assert next(leak.decode(video=0)).width == 320

    with pytest.raises(Damaged):
        run(hostile)


def widened(movie: bytes, by: int) -> bytes:
    """Adds to the sizes of the boxes around the data reference."""
    data = bytearray(movie)
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        at = data.index(box) - 4
        data[at : at + 4] = (int.from_bytes(data[at : at + 4]) + by).to_bytes(4)
    return bytes(data)
