"""Describes a video, as the manifest does."""

from stills.demux.video import Video
from stills.image import hdr
from stills.image.pixels import geometry
from stills.manifest import Source

_CODECS = {"libdav1d": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9"}
"""Of decoders that are not named after their codec."""


def source_of(video: Video) -> Source:
    stream, first = video.stream, video.first
    shape = geometry(first, stream.sample_aspect_ratio)
    display_width, display_height = shape.shown_size(first.width, first.height)
    duration, rate = video.duration, stream.average_rate
    return Source(
        container=video.container.format.name.split(",")[0],
        codec=_CODECS.get(stream.codec_context.name, stream.codec_context.name),
        width=first.width,
        height=first.height,
        display_width=display_width,
        display_height=display_height,
        rotation=shape.rotation,
        duration=None if duration is None else round(duration, 6),
        frame_rate=round(float(rate), 6) if rate else None,
        hdr=first.color_trc in hdr.TRANSFERS,
    )
