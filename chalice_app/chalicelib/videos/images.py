"""The images and extras of an extraction: byte ranges of its archive, as the manifest lists
them."""

from chalicelib.errors import ExtraNotFound, ImageNotFound, ImagesNotReady, ImageTooLarge
from chalicelib.limits import MAX_IMAGE_ANSWER
from chalicelib.services import Services
from chalicelib.videos.model import Archive, Video
from chalicelib.videos.status import IN_WORDS
from contracts import keys
from stills import manifest as manifests
from stills.manifest import Extra, Image, Manifest

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "tiff": "image/tiff",
}


def completed_extraction(video: Video, number: int | None) -> tuple[int, Archive]:
    """The number and archive of a completed extraction, by default the latest.

    Raises ImagesNotReady.
    """
    number = number or video.extraction
    known = {each.number: (each.status, each.archive) for each in video.history}
    known[video.extraction] = (video.status, video.archive)
    if number not in known:
        raise ImagesNotReady(f"This video has no extraction {number}.")
    status, archive = known[number]
    if status != "completed" or archive is None:
        raise ImagesNotReady(f"Extraction {number} of this video {IN_WORDS[status]}.")
    return number, archive


def manifest_of(services: Services, video: Video, extraction: int) -> Manifest:
    key = keys.manifest(video.user_id, video.video_id, extraction)
    return manifests.decode(services.objects.read_manifest(key))


def image_of(services: Services, video: Video, extraction: int, index: int) -> Image:
    """Raises ImageNotFound."""
    for image in manifest_of(services, video, extraction).images:
        if image.index == index:
            return image
    raise ImageNotFound


def extra_of(services: Services, video: Video, extraction: int, name: str) -> Extra:
    """Raises ExtraNotFound."""
    for extra in manifest_of(services, video, extraction).extras:
        if extra.name == name:
            return extra
    raise ExtraNotFound


def bytes_of(services: Services, video: Video, extraction: int, file: Image | Extra) -> bytes:
    """The bytes of an image or an extra, read from the archive. Raises ImageTooLarge."""
    if file.size > MAX_IMAGE_ANSWER:
        span = f"bytes={file.offset}-{file.offset + file.size - 1}"
        raise ImageTooLarge(f"Get it from the archive's URL with the header `Range: {span}`.")
    key = keys.archive(video.user_id, video.video_id, extraction)
    return services.objects.read_range(key, file.offset, file.size)
