"""The images and extras of an extraction: byte ranges of its archive, as the manifest lists
them."""

from chalicelib.errors import (
    ExtractionNotFound,
    ExtraNotFound,
    ImageNotFound,
    ImagesExpired,
    ImagesNotReady,
    ImageTooLarge,
)
from chalicelib.limits import MAX_IMAGE_ANSWER
from chalicelib.services import Services
from chalicelib.videos.model import Extraction, Video
from chalicelib.videos.status import IN_WORDS
from contracts import keys
from contracts.messages import OPENING
from stills.manifest import Extra, Image, Manifest

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "tiff": "image/tiff",
}


def completed_extraction(services: Services, video: Video, number: int | None) -> Extraction:
    """A completed extraction, by default the latest one. Raises ImagesNotReady,
    ExtractionNotFound."""
    found = services.videos.extraction(video, number or video.completed or video.extraction)
    if found is None:
        raise ExtractionNotFound(f"This video has no extraction {number}.")
    if found.number == OPENING:
        raise ImagesNotReady("No extraction of this video has been requested.")
    if found.status != "completed" or found.archive is None:
        raise ImagesNotReady(f"Extraction {found.number} of this video {IN_WORDS[found.status]}.")
    return found


def latest_completed(services: Services, video: Video) -> Extraction | None:
    return services.videos.extraction(video, video.completed) if video.completed else None


def expired(services: Services, video: Video) -> ImagesExpired:
    """The error for images that are gone. Says whether they can be extracted again."""
    if services.objects.video(video.source_key) is None:
        return ImagesExpired(
            "The images and the video have been deleted because of their age; upload it again."
        )
    return ImagesExpired(
        "The images have been deleted because of their age. The video is still there: "
        f"POST /videos/{video.video_id}/extractions extracts them again."
    )


def manifest_of(services: Services, video: Video, extraction: Extraction) -> Manifest:
    """Raises ImagesExpired."""
    manifest = services.objects.manifest(keys.manifest(*_ids(video, extraction)))
    if manifest is None:
        raise expired(services, video)
    return manifest


def archive_key(video: Video, extraction: Extraction) -> str:
    return keys.archive(*_ids(video, extraction))


def image_of(services: Services, video: Video, extraction: Extraction, index: int) -> Image:
    """Raises ImageNotFound, ImagesExpired."""
    for image in manifest_of(services, video, extraction).images:
        if image.index == index:
            return image
    raise ImageNotFound


def extra_of(services: Services, video: Video, extraction: Extraction, name: str) -> Extra:
    """Raises ExtraNotFound, ImagesExpired."""
    for extra in manifest_of(services, video, extraction).extras:
        if extra.name == name:
            return extra
    raise ExtraNotFound


def bytes_of(
    services: Services, video: Video, extraction: Extraction, file: Image | Extra
) -> bytes:
    """The bytes of an image or an extra, read from the archive. Raises ImageTooLarge,
    ImagesExpired."""
    if file.size > MAX_IMAGE_ANSWER:
        span = f"bytes={file.offset}-{file.offset + file.size - 1}"
        raise ImageTooLarge(f"Get it from the archive's URL with the header `Range: {span}`.")
    data = services.objects.read_range(archive_key(video, extraction), file.offset, file.size)
    if data is None:
        raise expired(services, video)
    return data


def _ids(video: Video, extraction: Extraction) -> tuple[str, str, int, int]:
    return video.user_id, video.video_id, extraction.number, extraction.attempt
