"""What can be asked of an extraction. The library, the API and the messages share this type."""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct
from msgspec.structs import force_setattr

from stills import syntax
from stills.names import DEFAULT_TEMPLATE, FIELDS, template_fault
from stills.syntax import InvalidValue, exact, normalized

MAX_SECONDS = 86_400.0
MAX_IMAGES = 10_000
MAX_SIDE = 16_384
MAX_WEBP_SIDE = 16_383

# `unit` is what a number counts, as a person says it.
Seconds = Annotated[float, Meta(ge=0, le=MAX_SECONDS, extra={"unit": "seconds"})]
Interval = Annotated[float, Meta(ge=0.001, le=MAX_SECONDS, extra={"unit": "seconds"})]
Rate = Annotated[float, Meta(ge=0.0001, le=1000)]
TimeText = Annotated[str, Meta(pattern=syntax.TIME, description="A time such as 1:02:03.5")]
RateText = Annotated[str, Meta(pattern=syntax.RATE, description="A fraction such as 24000/1001")]
TimeOrPercent = Annotated[
    str,
    Meta(
        pattern=syntax.TIME_OR_PERCENT,
        description="A time such as 1:02:03.5 or a percentage such as 50%",
    ),
]
Count = Annotated[int, Meta(ge=1, le=MAX_IMAGES)]
Nth = Annotated[int, Meta(ge=1, le=1_000_000)]
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE, extra={"unit": "pixels"})]
Share = Annotated[float, Meta(ge=0, le=1)]
Percent = Annotated[str, Meta(pattern=syntax.PERCENT, description="A percentage such as 50%")]
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


def _help(text: str) -> Meta:
    """What the API's OpenAPI document and the command's `--help` say about an option."""
    return Meta(description=text)


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

    interval: Annotated[Interval | TimeText | None, _help("An image every so many seconds")] = None
    fps: Annotated[Rate | RateText | None, _help("So many images per second of video")] = None
    count: Annotated[Count | None, _help("So many images, evenly spaced")] = None
    timestamps: Annotated[
        tuple[Seconds | TimeOrPercent, ...],
        Meta(max_length=MAX_IMAGES),
        _help("An image at each of these times, such as 90, 1:30.5 or 50%"),
    ] = ()
    every_nth: Annotated[Nth | None, _help("Every nth frame")] = None
    keyframes: Annotated[bool, _help("All keyframes")] = False
    scenes: Annotated[bool, _help("Images from the middle of each scene")] = False
    chapters: Annotated[bool, _help("An image from the beginning of each chapter")] = False
    best: Annotated[Count | None, _help("So many of the sharpest frames")] = None
    min_gap: Annotated[
        Seconds | TimeText, _help("How far the `best` frames must be from each other")
    ] = 0.5
    scene_threshold: Annotated[
        Share, _help("How much frames must differ at a cut between scenes")
    ] = 0.3
    per_scene: Annotated[int, Meta(ge=1, le=100), _help("Images from each scene")] = 1
    start: Annotated[Seconds | TimeText, _help("No images before this time")] = 0.0
    end: Annotated[Seconds | TimeText | None, _help("No images after this time")] = None
    pick: Annotated[
        Literal["exact", "sharpest"],
        _help("The frame on screen at the time, or the sharpest frame until the next time"),
    ] = "exact"
    sharpest_within: Annotated[
        Seconds | TimeText,
        _help(
            "How far the sharpest frame may be from its time, where times are listed or counted; "
            "never further than half way to the next time"
        ),
    ] = 1.0
    skip_black: Annotated[bool, _help("Leave out black images")] = False
    black_threshold: Annotated[
        Share, _help("The mean brightness up to which an image is black")
    ] = 0.06
    skip_blurred: Annotated[
        bool, _help("Leave out images that are blurred in comparison with those around them")
    ] = False
    blur_threshold: Annotated[
        Share,
        _help("The share of the sharpness of the images around it below which one is blurred"),
    ] = 0.5
    skip_duplicates: Annotated[bool, _help("Leave out images that look like one before")] = False
    duplicate_threshold: Annotated[
        Share, _help("The share of the picture that may differ between duplicates")
    ] = 0.002
    duplicates_of: Annotated[
        Literal["last", "any"],
        _help("Compare an image with the last one that was kept, or with any that was kept"),
    ] = "last"
    format: Annotated[
        Literal["jpg", "png", "webp", "avif", "tiff"], _help("The format of the image files")
    ] = "jpg"
    quality: Annotated[
        int,
        Meta(ge=1, le=100),
        _help("The quality of jpg, webp and avif files; avif is lossless at 100"),
    ] = 90
    tone_map: Annotated[
        bool,
        _help(
            "Convert HDR and everything above 8 bits to 8-bit SDR; otherwise, png and tiff files "
            "get the video's own values in 16 bits, and avif files in 10 or 12"
        ),
    ] = True
    alpha: Annotated[
        bool, _help("Keep transparency, in png, webp, avif and tiff files, instead of black")
    ] = False
    location: Annotated[
        bool,
        _help("Write the place of capture into the images and the manifest, if the video has it"),
    ] = False
    crop: Annotated[
        Crop | None,
        _help(
            "Keep only this part of the picture: its distance from the left and from the top, its "
            "width and its height, each in pixels or as a percentage such as 50%"
        ),
    ] = None
    width: Annotated[Side | None, _help("The width to fit images into")] = None
    height: Annotated[Side | None, _help("The height to fit images into")] = None
    fit: Annotated[
        Literal["contain", "cover", "stretch"],
        _help("How to fit an image of another shape into `width` and `height`"),
    ] = "contain"
    enlarge: Annotated[bool, _help("Enlarge images that are smaller")] = False
    names: Annotated[
        str,
        Meta(max_length=200),
        _help(
            "The names of the image files, without suffix, as a text with fields: "
            + ", ".join(f"{{{field}}}" for field in FIELDS)
        ),
    ] = DEFAULT_TEMPLATE
    max_images: Annotated[Count, _help("Stop after this many images")] = MAX_IMAGES
    contact_sheet: Annotated[
        bool, _help("Add one picture of evenly spaced images with their times to the zip")
    ] = False
    sprite: Annotated[
        bool, _help("Add a sprite and its WebVTT file to the zip, for previews in players")
    ] = False
    csv: Annotated[bool, _help("Add a list of the images to the zip, as images.csv")] = False
    coco: Annotated[
        bool, _help("Add a list of the images to the zip in COCO's format, as coco.json")
    ] = False
    pdf: Annotated[
        bool, _help("Add a PDF with an image on each page to the zip, as slides.pdf")
    ] = False

    def __post_init__(self) -> None:
        self._normalize()
        if fault := template_fault(self.names):
            raise InvalidValue("names", fault)
        if self.end is not None and exact(self.end) <= exact(self.start):
            raise ValueError("`end` must be greater than `start`")
        given = [name for name in SAMPLE_TIMES if getattr(self, name)]
        if len(given) > 1:
            names = " and ".join(f"`{name}`" for name in given)
            raise ValueError(f"{names} cannot be combined")
        if not given:
            force_setattr(self, "interval", 1.0)
        self._check_pictures()

    def _check_pictures(self) -> None:
        if self.crop is not None and _is_empty(*self.crop):
            raise ValueError("`crop` must leave a part of the picture")
        if self.format == "webp":
            for name in ("width", "height"):
                if (getattr(self, name) or 0) > MAX_WEBP_SIDE:
                    raise ValueError(f"`{name}` must be at most {MAX_WEBP_SIDE} for webp images")
        if not self.tone_map and self.format not in DEEP_FORMATS:
            raise ValueError("`format` must be png, tiff or avif if HDR is not tone-mapped")
        if self.pdf and (self.format not in PDF_FORMATS or self.alpha):
            raise ValueError("`format` must be jpg or png, without alpha, with `pdf`")
        if self.alpha and self.format not in ALPHA_FORMATS:
            raise ValueError("`format` must be png, webp, avif or tiff with `alpha`")

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
