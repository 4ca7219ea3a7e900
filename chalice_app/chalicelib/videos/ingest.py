"""What an object created in the videos bucket means, by its key."""

import msgspec

from chalicelib.composition import Services
from chalicelib.limits import MAX_UPLOAD
from chalicelib.videos import lifecycle, uploads
from chalicelib.videos.uploads import NewVideo
from contracts import keys
from contracts.messages import UserId, VideoId


def object_created(services: Services, key: str, size: int, etag: str, sequencer: str) -> bool:
    """Handles the S3 event; False for an object that is no business of ours.

    `sequencer` is S3's own: the same for the same event delivered twice, another for an object
    that replaces it.
    """
    user_id, _, rest = key.partition("/")
    place, _, name = rest.partition("/")
    if not _is(UserId, user_id):
        return False
    if place == keys.INBOX and name:
        return _from_inbox(services, user_id, key, name, size, etag, sequencer)
    if name == "source" and _is(VideoId, place):
        video = services.videos.get(user_id, place)
        if video is None:  # deleted while its upload was under way
            services.objects.delete_video(key)
            return True
        return lifecycle.upload_arrived(services, video)
    return False


def _from_inbox(
    services: Services, user_id: str, key: str, name: str, size: int, etag: str, sequencer: str
) -> bool:
    """Makes a video of an object that was put under the user's inbox by other means.

    Moving it to the video's own key creates the event by which the video is queued.
    """
    if not 0 < size <= MAX_UPLOAD:
        return False
    new = NewVideo(filename=_shown(name), size=size)
    claim = f"inbox {key} {sequencer}"
    video = uploads.create(services, user_id, new, claim, multipart=False)
    there = services.objects.video_size(video.source_key) is not None
    if not there and not services.objects.take_from_inbox(key, etag, video.source_key):
        services.videos.delete(video)  # replaced or deleted meanwhile: nobody's video
    return True


def _shown(name: str) -> str:
    """An object's key may hold any character; a shown name only printable ones."""
    printable = "".join(c if c.isprintable() else "_" for c in name.rsplit("/", 1)[-1])
    return printable[-255:] or "video"


def _is(kind: object, value: str) -> bool:
    try:
        msgspec.convert(value, type=kind)
    except msgspec.ValidationError:
        return False
    return True
