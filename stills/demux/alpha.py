"""The alpha channels of VP8, VP9 and HEVC, which are coded as pictures of their own.

In Matroska, the alpha of VP8 and VP9 is beside each picture, as a BlockAddition. Only libvpx
decodes it.
"""

from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from stills.demux.libvpx import libvpx_decoder
from stills.demux.packets import Packet

_ADDITION = "matroska_block_additional"
_ID_LENGTH = 8
"""Bytes before an addition that tell its kind."""

_ALPHA_INFORMATION = b"\x4e\x01\xa5"
"""The beginning of a message in HEVC that describes the alpha layer (ITU-T H.265, D.2.42)."""

_SEARCHED = 256


def states_alpha(stream: VideoStream, first: bytes) -> bool:
    """Whether the stream says that it has an alpha channel. `first` is its first packet."""
    headers = bytes(stream.codec_context.extradata or b"") + first[:_SEARCHED]
    has_layer = stream.codec_context.name == "hevc" and _ALPHA_INFORMATION in headers
    return has_layer or _has_alpha_mode(stream)


def decoder_with_alpha(stream: VideoStream, options: dict[str, str]) -> VideoCodecContext | None:
    """A decoder of the stream that also decodes the alpha channel beside its pictures. None if the
    stream has none, or if no other decoder is needed for it."""
    if not _has_alpha_mode(stream):
        return None
    return libvpx_decoder(stream.codec_context.name, options)


def _has_alpha_mode(stream: VideoStream) -> bool:
    """As Matroska states it. Where it is a tag, its name is in capitals."""
    return any(
        key.lower() == "alpha_mode" and value == "1" for key, value in stream.metadata.items()
    )


def only_key_with_alpha(packet: Packet) -> Packet:
    """The packet, marked as a keyframe only if its alpha can be decoded by itself, too."""
    if packet.is_keyframe:
        codec = packet.stream.codec_context.name
        additions = [each for each in packet.iter_sidedata() if each.data_type == _ADDITION]
        packet.is_keyframe = all(_is_key(codec, bytes(each)[_ID_LENGTH:]) for each in additions)
    return packet


def _is_key(codec: str, data: bytes) -> bool:
    """RFC 6386, 9.1, and the uncompressed header of VP9 (6.2)."""
    if not data:
        return False
    if codec == "vp8":
        return not data[0] & 1
    has_reserved_bit = data[0] & 0x30 == 0x30  # as has profile 3
    return not data[0] >> (1 if has_reserved_bit else 2) & 3
