"""Describes a video, as the manifest does."""

from stills.capture.recording import creation_time
from stills.demux.video import Video
from stills.image.geometry import Geometry, geometry
from stills.image.samples import depth
from stills.image.transfer import TRANSFERS
from stills.manifest import Source

_CODECS = {"libdav1d": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9"}
"""Of decoders that are not named after their codec."""


def geometry_of(video: Video) -> Geometry:
    return geometry(
        video.first,
        video.first_aspect,
        is_opaque=_has_unused_bytes(video),
        margins=video.margins,
    )


def _has_unused_bytes(video: Video) -> bool:
    """Whether what FFmpeg takes for alpha has no meaning: the fourth byte of RGB32 in AVI."""
    return video.stream.codec_context.name == "rawvideo" and video.container.format.name == "avi"


def source_of(video: Video) -> Source:
    stream, first = video.stream, video.first
    codec = stream.codec_context.name
    shape = geometry_of(video)
    display_width, display_height = shape.shown_size(first.width, first.height)
    duration, rate = video.duration, video.frame_rate
    return Source(
        container=video.format,
        codec="webp" if video.format == "webp" else _CODECS.get(codec, codec),
        width=first.width,
        height=first.height,
        display_width=display_width,
        display_height=display_height,
        rotation=shape.rotation,
        duration=None if duration is None else round(duration, 6),
        frame_rate=round(float(rate), 6) if rate else None,
        hdr=first.color_trc in TRANSFERS,
        bit_depth=depth(first),
        creation_time=creation_time(video),
        chapters=len(video.chapters),
    )
