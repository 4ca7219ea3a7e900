"""What a user may ask of an extraction; the API, the messages and the worker share this type."""

from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import force_setattr

MAX_SECONDS = 86_400.0
MAX_IMAGES = 10_000
MAX_SIDE = 16_384

END_OF_TEXT = r"(?![\s\S])"
"""Ends a pattern: `$` would also match before a final line break."""

Seconds = Annotated[float, Meta(ge=0, le=MAX_SECONDS)]
Interval = Annotated[float, Meta(ge=0.001, le=MAX_SECONDS)]
Rate = Annotated[float, Meta(ge=0.0001, le=1000)]
Percent = Annotated[
    str,
    Meta(
        pattern=r"^(100|[0-9]{1,2}(\.[0-9]{1,6})?)%" + END_OF_TEXT,
        description="A percentage such as 50%",
    ),
]
Count = Annotated[int, Meta(ge=1, le=MAX_IMAGES)]
Nth = Annotated[int, Meta(ge=1, le=1_000_000)]
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE)]
Share = Annotated[float, Meta(ge=0, le=1)]

MOMENTS = ("interval", "fps", "count", "timestamps", "every_nth", "keyframes", "scenes")


class ExtractionOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which images to take from a video and how to encode them.

    At most one of MOMENTS says which moments are wanted, between `start` and `end`, both
    included: one every `interval` seconds (1 where nothing is said), `fps` a second, `count`
    evenly spread, at `timestamps` (seconds, or percent as in "50%"), each `every_nth` frame, all
    `keyframes`, or `per_scene` in each of the `scenes`, between which pictures differ by
    `scene_threshold`, 0 to 1. Times are seconds from the first frame.

    `pick` takes the frame on screen at the moment, or the sharpest until the next. Dropped are
    pictures whose mean luma is at most `black_threshold` (0 to 1) where `skip_black`, and those
    whose 64-bit perceptual hash is within `duplicate_distance` of the last image's where
    `skip_duplicates`. Pictures are fitted into `width` x `height` and never enlarged, unless
    `enlarge`. After `max_images` there are no more.

    Of the images that are kept, evenly chosen ones make a `contact_sheet`, one picture with their
    times, and a `sprite` with its WebVTT, by which players preview a video.
    """

    interval: Interval | None = None
    fps: Rate | None = None
    count: Count | None = None
    timestamps: Annotated[tuple[Seconds | Percent, ...], Meta(max_length=MAX_IMAGES)] = ()
    every_nth: Nth | None = None
    keyframes: bool = False
    scenes: bool = False
    scene_threshold: Share = 0.1
    per_scene: Annotated[int, Meta(ge=1, le=100)] = 1
    start: Seconds = 0.0
    end: Seconds | None = None
    pick: Literal["exact", "sharpest"] = "exact"
    skip_black: bool = False
    black_threshold: Share = 0.06
    skip_duplicates: bool = False
    duplicate_distance: Annotated[int, Meta(ge=0, le=64)] = 4
    format: Literal["jpg", "png", "webp"] = "jpg"
    quality: Annotated[int, Meta(ge=1, le=100)] = 90
    width: Side | None = None
    height: Side | None = None
    fit: Literal["contain", "cover", "stretch"] = "contain"
    enlarge: bool = False
    max_images: Count = MAX_IMAGES
    contact_sheet: bool = False
    sprite: bool = False

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError("`end` must be greater than `start`")
        chosen = [name for name in MOMENTS if getattr(self, name)]
        if len(chosen) > 1:
            given = " and ".join(f"`{name}`" for name in chosen)
            raise ValueError(f"{given} exclude each other")
        if not chosen:
            force_setattr(self, "interval", 1.0)
