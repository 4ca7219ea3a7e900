"""What a user may ask of an extraction; the API, the messages and the worker share this type."""

from typing import Annotated

from msgspec import Meta, Struct

MAX_SECONDS = 86_400.0

Seconds = Annotated[float, Meta(ge=0, le=MAX_SECONDS)]


class ExtractionOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which images to take from a video and how to encode them. Times are seconds from the
    first frame."""

    interval: Annotated[float, Meta(ge=0.001, le=MAX_SECONDS)] = 1.0
    start: Seconds = 0.0
    end: Seconds | None = None
    quality: Annotated[int, Meta(ge=1, le=100)] = 90

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError("`end` must be greater than `start`")
