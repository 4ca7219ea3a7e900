"""The images of an extraction and what is made of them: byte ranges of its archive, as the
manifest lists them."""

from chalicelib.composition import Services
from chalicelib.errors import ExtraNotFound, ImageNotFound, ImagesNotReady, ImageTooLarge
from chalicelib.limits import MAX_IMAGE_ANSWER
from chalicelib.videos.records import Archive, VideoRecord
from contracts import keys
from stills import manifest as manifests
from stills.manifest import Extra, Image, Manifest

MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def completed_extraction(video: VideoRecord, number: int | None) -> tuple[int, Archive]:
    """The number and archive of a completed extraction, by default the latest.

    Raises ImagesNotReady.
    """
    number = number or int(video.extraction)
    known = {each.number: (each.status, each.archive) for each in video.history or ()}
    known[int(video.extraction)] = (video.status, video.archive)
    status, archive = known.get(number, ("not there", None))
    if status != "completed" or archive is None:
        raise ImagesNotReady(f"Extraction {number} of this video is {status}.")
    return number, archive


def manifest_of(services: Services, video: VideoRecord, extraction: int) -> Manifest:
    key = keys.manifest(video.user_id, video.video_id, extraction)
    return manifests.decode(services.objects.read_manifest(key))


def image_bytes(
    services: Services, video: VideoRecord, extraction: int, index: int
) -> tuple[Image, bytes]:
    """One image, read out of the archive. Raises ImageNotFound, ImageTooLarge."""
    images = manifest_of(services, video, extraction).images
    image = next((each for each in images if each.index == index), None)
    if image is None:
        raise ImageNotFound
    return image, _bytes_of(services, video, extraction, image)


def extra_bytes(
    services: Services, video: VideoRecord, extraction: int, name: str
) -> tuple[Extra, bytes]:
    """One extra, read out of the archive. Raises ExtraNotFound, ImageTooLarge."""
    extras = manifest_of(services, video, extraction).extras
    extra = next((each for each in extras if each.name == name), None)
    if extra is None:
        raise ExtraNotFound
    return extra, _bytes_of(services, video, extraction, extra)


def _bytes_of(
    services: Services, video: VideoRecord, extraction: int, file: Image | Extra
) -> bytes:
    if file.size > MAX_IMAGE_ANSWER:
        span = f"bytes={file.offset}-{file.offset + file.size - 1}"
        raise ImageTooLarge(f"Get it from the archive's URL with the header `Range: {span}`.")
    key = keys.archive(video.user_id, video.video_id, extraction)
    return services.objects.read_range(key, file.offset, file.size)
