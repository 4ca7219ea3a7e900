"""A few of the images, to be shown in the e-mail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from contracts import keys
from contracts.messages import ExtractionCompleted
from notifications.log import logger
from stills import manifest as manifests
from stills.manifest import Image

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PICTURES = 3
MAX_SIZE = 400_000
"""Bytes of a picture. Larger images are not shown, so that an e-mail has at most 1.7 MB."""

MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
"""What every mail program shows."""

READING_TAKES = 5
"""Seconds in which S3 must begin to answer."""


class TooLate(Exception):
    """There is no time for another picture."""


_PROBLEMS = (BotoCoreError, ClientError, TooLate)


@dataclass(frozen=True)
class Picture:
    """An image of the video at `time`, in seconds."""

    data: bytes
    media_type: str
    time: float


class Pictures:
    """Reads images from their archive, as they are: this function decodes no picture."""

    def __init__(self, s3: "S3Client", images_bucket: str) -> None:
        self._s3 = s3
        self._bucket = images_bucket

    def of(self, event: ExtractionCompleted, remaining: Callable[[], float]) -> tuple[Picture, ...]:
        """Up to PICTURES evenly spaced images, without those that are too large, gone, or not there
        in time. An e-mail without pictures is better than none.

        `remaining` returns the seconds that are left for them.
        """
        about = (event.user_id, event.video_id, event.extraction, event.attempt)
        try:
            images = manifests.decode(self._read(remaining, keys.manifest(*about))).images
        except (*_PROBLEMS, msgspec.DecodeError) as error:
            logger.warning("The e-mail has no pictures", error=repr(error))
            return ()
        chosen = _spread([image for image in images if _fits(image)])
        found = (self._picture(remaining, keys.archive(*about), image) for image in chosen)
        return tuple(picture for picture in found if picture is not None)

    def _picture(
        self, remaining: Callable[[], float], archive: str, image: Image
    ) -> Picture | None:
        span = f"bytes={image.offset}-{image.offset + image.size - 1}"
        try:
            data = self._read(remaining, archive, Range=span)
        except _PROBLEMS as error:
            logger.warning("A picture is left out", error=repr(error))
            return None
        return Picture(data, MEDIA_TYPES[_ending(image)], image.time)

    def _read(self, remaining: Callable[[], float], key: str, **request: str) -> bytes:
        if remaining() < READING_TAKES:
            raise TooLate
        found = self._s3.get_object(Bucket=self._bucket, Key=key, **request)  # type: ignore[arg-type]
        return found["Body"].read()


def _fits(image: Image) -> bool:
    return _ending(image) in MEDIA_TYPES and image.size <= MAX_SIZE


def _ending(image: Image) -> str:
    return image.name.rsplit(".", 1)[-1]


def _spread(images: list[Image]) -> list[Image]:
    """The images in the middle of so many equal parts."""
    if len(images) <= PICTURES:
        return images
    return [images[(2 * part + 1) * len(images) // (2 * PICTURES)] for part in range(PICTURES)]
