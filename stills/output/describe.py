"""What the manifest says of a video."""

from stills.decode.sequential import Damage
from stills.demux.video import Video
from stills.image import hdr
from stills.image.pixels import geometry
from stills.manifest import Source

_DECODERS = {"libdav1d": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9"}
"""The codecs of decoders that do not bear their names."""


def source_of(video: Video) -> Source:
    stream, first = video.stream, video.first
    shape = geometry(first, stream.sample_aspect_ratio)
    display_width, display_height = shape.shown_size(first.width, first.height)
    duration, rate = video.duration, stream.average_rate
    return Source(
        container=video.container.format.name.split(",")[0],
        codec=_DECODERS.get(stream.codec_context.name, stream.codec_context.name),
        width=first.width,
        height=first.height,
        display_width=display_width,
        display_height=display_height,
        rotation=shape.rotation,
        duration=None if duration is None else round(duration, 6),
        frame_rate=round(float(rate), 6) if rate else None,
        hdr=first.color_trc in hdr.TRANSFERS,
    )


def damage_warnings(damage: Damage) -> tuple[str, ...]:
    """Sentences for a person, one for each kind of damage."""
    warnings = {
        f"{damage.frames} frames are damaged in part.": damage.frames,
        f"{damage.packets} frames could not be decoded.": damage.packets,
        "The file could not be read to its end.": damage.cut_off,
    }
    return tuple(warning for warning, met in warnings.items() if met)
