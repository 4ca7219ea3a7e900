"""Extracts images from videos.

    >>> import stills
    >>> manifest = stills.extract("holiday.mp4", "holiday.zip", every=2)
    >>> manifest.images[1].time
    2.0

`extract` writes a zip of images, `probe` describes a video, `scan` finds out when its frames are
on screen, and `plan` estimates what an extraction would give and take. PyAV decodes, in a child
process that can open nothing, and OpenCV processes the pixels.

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

from stills.errors import FileError, InvalidOptions, StillsError, VideoError
from stills.library import extract, plan, probe, scan
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
    "Source",
    "StillsError",
    "Timeline",
    "VideoError",
    "extract",
    "plan",
    "probe",
    "scan",
]
