"""The decoders of libvpx for VP8 and VP9. FFmpeg's own are faster, but ignore alpha, and hardly
report damage."""

from typing import cast

from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext

_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}


def libvpx_decoder(codec: str, options: dict[str, str]) -> VideoCodecContext | None:
    """None for other codecs. It skips no pictures."""
    if codec not in _DECODERS:
        return None
    context = cast(VideoCodecContext, CodecContext.create(_DECODERS[codec], "r"))
    context.options = options
    return context
