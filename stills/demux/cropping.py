"""What a container says to cut off from the coded pictures: the clean aperture of MP4 and QuickTime
(`clap`, ISO/IEC 14496-12, 12.1.4), and PixelCrop of Matroska (RFC 9559).

FFmpeg reads both, but PyAV does not pass them on. Only headers are read here.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, takewhile
from math import floor
from struct import Struct
from typing import BinaryIO, NamedTuple

from av.container import InputContainer
from av.video.stream import VideoStream

from stills.demux.elements import Element, Walk, boxes, ebml_elements, first, whole
from stills.random_access import read_fully

MAX_HEADER_BYTES = 256 * 1024 * 1024
"""Of a `moov` or of Tracks. Looking through a larger one would take long."""

MAX_VALUE_BYTES = 64
"""Of the elements that are read."""

_SEGMENT, _TRACKS, _CLUSTER = b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b", b"\x1f\x43\xb6\x75"
_VIDEO = b"\xe0"
_LEFT, _TOP, _RIGHT, _BOTTOM = b"\x54\xcc", b"\x54\xbb", b"\x54\xdd", b"\x54\xaa"

_STSD_HEADER, _SAMPLE_ENTRY = 8, 78
"""Bytes before the first sample entry, and before the boxes in it."""
_CLAP = Struct(">IIIIiIiI")


class Margins(NamedTuple):
    """How many pixels to cut off on each side."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


NO_MARGINS = Margins()


def margins(
    file: BinaryIO, container: InputContainer, stream: VideoStream, size: tuple[int, int]
) -> Margins:
    """The margins of a stream's pictures, which are coded in `size`. Nothing is cut off if nothing
    would be left."""
    if container.format.name.startswith("mov"):
        found = clean_aperture(file, stream.id, size)
    elif container.format.name.startswith("matroska"):
        found = pixel_crop(file, container.streams.video.index(stream))
    else:
        return NO_MARGINS
    fits = found.left + found.right < size[0] and found.top + found.bottom < size[1]
    return found if fits and min(found) >= 0 else NO_MARGINS


def clean_aperture(file: BinaryIO, track: int, size: tuple[int, int]) -> Margins:
    """That of the track with this number, for pictures of `size`."""
    movie = first(file, whole(file), boxes, b"moov")
    for entry in _entries(file, movie, boxes):
        if entry.kind == b"trak" and _track_id(file, entry) == track:
            clap = first(file, _sample_entry(file, entry), boxes, b"clap")
            return NO_MARGINS if clap is None else _aperture(_content(file, clap), size)
    return NO_MARGINS


def _track_id(file: BinaryIO, entry: Element) -> int | None:
    header = first(file, entry, boxes, b"tkhd")
    content = b"" if header is None else _content(file, header)
    position = 20 if content[:1] == b"\1" else 12
    return int.from_bytes(content[position : position + 4]) if content else None


def _sample_entry(file: BinaryIO, track: Element) -> Element:
    """The boxes of the first one, or nothing."""
    description = first(file, track, boxes, b"mdia", b"minf", b"stbl", b"stsd")
    if description is None:
        return Element(b"", 0, 0)
    start = description.start + _STSD_HEADER
    entry = next(boxes(file, description._replace(start=start)), description)
    return entry._replace(start=entry.start + _SAMPLE_ENTRY)


def _aperture(content: bytes, size: tuple[int, int]) -> Margins:
    if len(content) < _CLAP.size:
        return NO_MARGINS
    numbers = _CLAP.unpack_from(content)
    if 0 in numbers[1::2]:
        return NO_MARGINS
    wide, high, right, down = map(Fraction, numbers[::2], numbers[1::2])
    left, top = (size[0] - wide) / 2 + right, (size[1] - high) / 2 + down
    return Margins(
        floor(left), floor(top), size[0] - floor(left + wide), size[1] - floor(top + high)
    )


def pixel_crop(file: BinaryIO, place: int) -> Margins:
    """That of the video track at this place among the video tracks."""
    segment = first(file, whole(file), ebml_elements, _SEGMENT)
    before_pictures = takewhile(
        lambda each: each.kind != _CLUSTER, ebml_elements(file, segment) if segment else ()
    )
    tracks = next((each for each in before_pictures if each.kind == _TRACKS), None)
    entries = _entries(file, tracks, ebml_elements)
    videos = (first(file, entry, ebml_elements, _VIDEO) for entry in entries)
    video = next(islice(filter(None, videos), place, None), None)
    values = {} if video is None else _values(file, video)
    return Margins(*(values.get(side, 0) for side in (_LEFT, _TOP, _RIGHT, _BOTTOM)))


def _entries(file: BinaryIO, header: Element | None, walk: Walk) -> Iterator[Element]:
    if header is None or header.end - header.start > MAX_HEADER_BYTES:
        return iter(())
    return walk(file, header)


def _values(file: BinaryIO, within: Element) -> dict[bytes, int]:
    """The integers in an element, by their kind."""
    short = (each for each in ebml_elements(file, within) if each.end - each.start <= 8)
    return {each.kind: int.from_bytes(_content(file, each)) for each in short}


def _content(file: BinaryIO, element: Element) -> bytes:
    file.seek(element.start)
    return read_fully(file, min(element.end - element.start, MAX_VALUE_BYTES))
