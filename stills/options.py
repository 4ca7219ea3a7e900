"""What can be asked of an extraction. The library, the API and the messages share this type."""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct
from msgspec.structs import force_setattr

from stills import syntax
from stills.names import DEFAULT_TEMPLATE, FIELDS, template_fault
from stills.schema import about
from stills.syntax import InvalidValue, exact, normalized

MAX_SECONDS = 86_400.0
MAX_IMAGES = 10_000
MAX_SIDE = 16_384
MAX_WEBP_SIDE = 16_383

# `unit` is what a number counts, and `noun` what a text is, as a person says it.
Seconds = Annotated[float, Meta(ge=0, le=MAX_SECONDS, extra={"unit": "seconds"})]
Interval = Annotated[float, Meta(ge=0.001, le=MAX_SECONDS, extra={"unit": "seconds"})]
Rate = Annotated[float, Meta(ge=0.0001, le=1000)]
TimeText = Annotated[str, Meta(pattern=syntax.TIME, extra={"noun": "a time such as 1:02:03.5"})]
RateText = Annotated[
    str, Meta(pattern=syntax.RATE, extra={"noun": "a fraction such as 24000/1001"})
]
TimeOrPercent = Annotated[
    str,
    Meta(
        pattern=syntax.TIME_OR_PERCENT,
        extra={"noun": "a time such as 1:02:03.5 or a percentage such as 50%"},
    ),
]
Count = Annotated[int, Meta(ge=1, le=MAX_IMAGES)]
Nth = Annotated[int, Meta(ge=1, le=1_000_000)]
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE, extra={"unit": "pixels"})]
Share = Annotated[float, Meta(ge=0, le=1)]
Percent = Annotated[str, Meta(pattern=syntax.PERCENT, extra={"noun": "a percentage such as 50%"})]
Offset = Annotated[int, Meta(ge=0, le=MAX_SIDE)] | Percent
Extent = Annotated[int, Meta(ge=1, le=MAX_SIDE)] | Percent
Crop = tuple[Offset, Offset, Extent, Extent]

SAMPLE_TIMES = (
    "interval",
    "fps",
    "count",
    "timestamps",
    "every_nth",
    "keyframes",
    "scenes",
    "chapters",
    "best",
)
"""The options of which at most one may be given: they say at which times images are wanted."""


DEEP_FORMATS = ("png", "tiff", "avif")
"""Those that can have more than 8 bits."""

ALPHA_FORMATS = (*DEEP_FORMATS, "webp")


PDF_FORMATS = ("jpg", "png")
"""The formats whose files can be pages of a PDF without encoding them again."""


class ExtractionOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which images to extract from a video, and how to encode them.

    At most one of `interval`, `fps`, `count`, `timestamps`, `every_nth`, `keyframes`, `scenes`,
    `chapters` and `best` says at which times images are wanted; without any, it is one image per
    second. Times are in seconds from the first frame. Times and rates can also be given as text
    (`stills.syntax`), which becomes a number; only a fraction without a short decimal, such as
    24000/1001, remains text.
    """

    interval: Annotated[
        Interval | TimeText | None,
        about("An image every so many seconds; 1 if no other times are asked for", 2.0),
    ] = None
    fps: Annotated[Rate | RateText | None, about("So many images per second of video", 0.5)] = None
    count: Annotated[Count | None, about("So many images, evenly spaced", 20)] = None
    timestamps: Annotated[
        tuple[Seconds | TimeOrPercent, ...],
        Meta(max_length=MAX_IMAGES),
        about(
            "An image at each of these times, such as 90 seconds, 1:30.5 or 50%",
            [90, "1:30.5", "50%"],
        ),
    ] = ()
    every_nth: Annotated[Nth | None, about("Every nth frame", 25)] = None
    keyframes: Annotated[bool, about("All keyframes", True)] = False
    scenes: Annotated[bool, about("Images from the middle of each scene", True)] = False
    chapters: Annotated[bool, about("An image from the beginning of each chapter", True)] = False
    best: Annotated[Count | None, about("So many of the sharpest frames", 12)] = None
    min_gap: Annotated[
        Seconds | TimeText,
        about("How many seconds the `best` frames must be from each other", 2.0),
    ] = 0.5
    scene_threshold: Annotated[
        Share,
        about(
            "How much frames must differ at a cut between `scenes`, from 0 (not at all) to 1; "
            "unrelated pictures have about 0.5",
            0.25,
        ),
    ] = 0.3
    per_scene: Annotated[
        int, Meta(ge=1, le=100), about("Number of images from each of the `scenes`", 3)
    ] = 1
    start: Annotated[Seconds | TimeText, about("No images before this time, in seconds", 5.0)] = 0.0
    end: Annotated[
        Seconds | TimeText | None,
        about("No images after this time, in seconds; without it, up to the end", 65.0),
    ] = None
    pick: Annotated[
        Literal["exact", "sharpest"],
        about(
            "The frame on screen at the time, or the sharpest frame until the next time", "sharpest"
        ),
    ] = "exact"
    sharpest_within: Annotated[
        Seconds | TimeText,
        about(
            "How many seconds the sharpest frame may be from its time, where times are listed or "
            "counted; never further than half way to the next time",
            0.5,
        ),
    ] = 1.0
    skip_black: Annotated[bool, about("Leave out black images", True)] = False
    black_threshold: Annotated[
        Share,
        about(
            "The mean brightness up to which `skip_black` takes an image for black, from 0 (black) "
            "to 1 (white)",
            0.1,
        ),
    ] = 0.06
    skip_blurred: Annotated[
        bool,
        about("Leave out images that are blurred in comparison with those around them", True),
    ] = False
    blur_threshold: Annotated[
        Share,
        about(
            "The share of the sharpness of the images around it, from 0 to 1, below which "
            "`skip_blurred` takes an image for blurred",
            0.4,
        ),
    ] = 0.5
    skip_duplicates: Annotated[bool, about("Leave out images that look like one before", True)] = (
        False
    )
    duplicate_threshold: Annotated[
        Share,
        about(
            "The share of the picture, from 0 to 1, that may differ between images that "
            "`skip_duplicates` takes for duplicates",
            0.01,
        ),
    ] = 0.002
    duplicates_of: Annotated[
        Literal["last", "any"],
        about(
            "Whether `skip_duplicates` compares an image with the last one that was kept, or with "
            "any that was kept",
            "any",
        ),
    ] = "last"
    format: Annotated[
        Literal["jpg", "png", "webp", "avif", "tiff"], about("The format of the image files", "png")
    ] = "jpg"
    quality: Annotated[
        int,
        Meta(ge=1, le=100),
        about("The quality of jpg, webp and avif files; avif is lossless at 100", 80),
    ] = 90
    tone_map: Annotated[
        bool,
        about(
            "Convert HDR and everything above 8 bits to 8-bit SDR; otherwise, png and tiff files "
            "get the video's own values in 16 bits, and avif files in 10 or 12",
            True,
        ),
    ] = True
    alpha: Annotated[
        bool,
        about(
            "Keep transparency, in png, webp, avif and tiff files, instead of showing it over "
            "black",
            False,
        ),
    ] = False
    location: Annotated[
        bool,
        about(
            "Write the place of capture into the images and the manifest, if the video has it", True
        ),
    ] = False
    crop: Annotated[
        Crop | None,
        about(
            "Keep only this part of the picture: its distance from the left and from the top, its "
            "width and its height, each in pixels or as a percentage such as 50%",
            [0, 140, 1920, 800],
            ["25%", "25%", "50%", "50%"],
        ),
    ] = None
    width: Annotated[
        Side | None,
        about("The width to fit images into, in pixels; without it, only `height` counts", 1280),
    ] = None
    height: Annotated[
        Side | None,
        about("The height to fit images into, in pixels; without it, only `width` counts", 720),
    ] = None
    fit: Annotated[
        Literal["contain", "cover", "stretch"],
        about(
            "How to fit an image of another shape into `width` and `height`: smaller, cut or "
            "distorted",
            "cover",
        ),
    ] = "contain"
    enlarge: Annotated[
        bool, about("Enlarge images that are smaller than `width` and `height`", True)
    ] = False
    names: Annotated[
        str,
        Meta(max_length=200),
        about(
            "The names of the image files, without suffix, as a text with fields: "
            + ", ".join(f"{{{field}}}" for field in FIELDS),
            "{name}_{timecode}",
        ),
    ] = DEFAULT_TEMPLATE
    max_images: Annotated[Count, about("Stop after this many images", 500)] = MAX_IMAGES
    contact_sheet: Annotated[
        bool,
        about("Add one picture of evenly spaced images with their times to the zip", True),
    ] = False
    sprite: Annotated[
        bool,
        about("Add a sprite and its WebVTT file to the zip, for previews in players", True),
    ] = False
    csv: Annotated[bool, about("Add a list of the images to the zip, as images.csv", True)] = False
    coco: Annotated[
        bool, about("Add a list of the images to the zip in COCO's format, as coco.json", True)
    ] = False
    pdf: Annotated[
        bool, about("Add a PDF with an image on each page to the zip, as slides.pdf", True)
    ] = False

    def __post_init__(self) -> None:
        self._normalize()
        if fault := template_fault(self.names):
            raise InvalidValue("names", fault)
        if self.end is not None and exact(self.end) <= exact(self.start):
            raise InvalidValue("end", "must be greater than `start`")
        given = [name for name in SAMPLE_TIMES if getattr(self, name)]
        if len(given) > 1:
            names = " and ".join(f"`{name}`" for name in given)
            raise ValueError(f"{names} cannot be combined")
        if not given:
            force_setattr(self, "interval", 1.0)
        self._check_pictures()

    def _check_pictures(self) -> None:
        if self.crop is not None and _is_empty(*self.crop):
            raise InvalidValue("crop", "must leave a part of the picture")
        if self.format == "webp":
            for name in ("width", "height"):
                if (getattr(self, name) or 0) > MAX_WEBP_SIDE:
                    raise InvalidValue(name, f"must be at most {MAX_WEBP_SIDE:,} for webp images")
        if not self.tone_map and self.format not in DEEP_FORMATS:
            raise InvalidValue("format", "must be png, tiff or avif if HDR is not tone-mapped")
        if self.pdf and (self.format not in PDF_FORMATS or self.alpha):
            raise InvalidValue("format", "must be jpg or png, without `alpha`, with `pdf`")
        if self.alpha and self.format not in ALPHA_FORMATS:
            raise InvalidValue("format", "must be png, webp, avif or tiff with `alpha`")

    def _normalize(self) -> None:
        """Replaces times and rates that are given as text. Raises InvalidValue."""
        for field, kind in _NUMBERS.items():
            value = getattr(self, field)
            if isinstance(value, str):
                force_setattr(self, field, normalized(value, field, *_limits(kind)))
        times = tuple(
            normalized(time, f"timestamps[{number}]", *_limits(Seconds))
            if isinstance(time, str) and not time.endswith("%")
            else time
            for number, time in enumerate(self.timestamps)
        )
        force_setattr(self, "timestamps", times)


def _is_empty(x: int | str, y: int | str, width: int | str, height: int | str) -> bool:
    """Whether percentages alone leave nothing."""
    is_outside = "100%" in (x, y)
    return is_outside or any(not float(str(side).removesuffix("%")) for side in (width, height))


_NUMBERS = {
    "interval": Interval,
    "fps": Rate,
    "start": Seconds,
    "end": Seconds,
    "sharpest_within": Seconds,
    "min_gap": Seconds,
}
"""The fields that take a number, or a text that stands for one."""


def _limits(kind: object) -> tuple[float, float]:
    """The least and the greatest number of an annotated type."""
    _, limits = get_args(kind)
    return limits.ge, limits.le
