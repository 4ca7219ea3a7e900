"""Extracts images from videos.

    >>> import stills
    >>> manifest = stills.extract("holiday.mp4", "holiday.zip", every=2)
    >>> manifest.images[1].time
    2.0

`extract` writes a zip of images, `probe` describes a video, `scan` finds out when its frames are
on screen, and `plan` estimates what an extraction would give and take. A `Session` does this for
many videos. PyAV decodes, in a child process that can open nothing, and OpenCV processes the
pixels.

    library, cli         the functions above, and the `stills` command
    options, manifest    what to extract, and what was extracted
    errors               everything that can go wrong
    planning             sample times, and estimates
    sandbox              the child process, and the client that talks to it
    extraction           the whole extraction, as the child runs it
    demux                containers, packets, and times from the first frame
    decode               frames from packets, decoding as few as possible
    select               selects frames for sample times
    image                frames to pictures, and pictures to image files
    output               which images are kept, the extras, the archive
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stills.errors import FileError, InvalidOptions, StillsError, VideoError

if TYPE_CHECKING:
    from stills.library import Session, extract, plan, probe, scan
    from stills.manifest import Extra, Image, Manifest, Source
    from stills.options import ExtractionOptions
    from stills.planning.plan import Plan
    from stills.planning.timeline import Timeline

__all__ = [
    "Extra",
    "ExtractionOptions",
    "FileError",
    "Image",
    "InvalidOptions",
    "Manifest",
    "Plan",
    "Session",
    "Source",
    "StillsError",
    "Timeline",
    "VideoError",
    "extract",
    "plan",
    "probe",
    "scan",
]

_MODULES = {
    "stills.library": {"Session", "extract", "plan", "probe", "scan"},
    "stills.manifest": {"Extra", "Image", "Manifest", "Source"},
    "stills.options": {"ExtractionOptions"},
    "stills.planning.plan": {"Plan"},
    "stills.planning.timeline": {"Timeline"},
}


def __getattr__(name: str) -> Any:
    """Imports what is used, when it is used, because every process imports this package first."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
