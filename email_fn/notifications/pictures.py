"""A few of the images, to be shown in the e-mail."""

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

    def of(self, event: ExtractionCompleted) -> tuple[Picture, ...]:
        """Up to PICTURES evenly spaced images; fewer if they are too large or gone. An e-mail
        without pictures is better than none."""
        about = (event.user_id, event.video_id, event.extraction, event.attempt)
        try:
            body = self._read(keys.manifest(*about))
            fitting = [image for image in manifests.decode(body).images if _fits(image)]
            return tuple(self._picture(keys.archive(*about), each) for each in _spread(fitting))
        except (BotoCoreError, ClientError, msgspec.DecodeError) as error:
            logger.warning("The e-mail has no pictures", error=repr(error))
            return ()

    def _picture(self, archive: str, image: Image) -> Picture:
        data = self._read(archive, Range=f"bytes={image.offset}-{image.offset + image.size - 1}")
        return Picture(data, MEDIA_TYPES[_ending(image)], image.time)

    def _read(self, key: str, **request: str) -> bytes:
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
