"""What an object that was created in the videos bucket means, by its key."""

import msgspec

from chalicelib.errors import AccountDeleted, VideoNotFound
from chalicelib.limits import MAX_UPLOAD
from chalicelib.services import Services
from chalicelib.videos import deletion, lifecycle, registration
from chalicelib.videos.registration import NewVideo
from contracts import keys
from contracts.messages import UserId, VideoId


def object_created(services: Services, key: str, size: int, etag: str, sequencer: str) -> bool:
    """Handles the S3 event; False if the object belongs to no video.

    `sequencer` is S3's own: an event that is delivered twice has the same one, an event about an
    object that replaces another has a new one.
    """
    user_id, _, rest = key.partition("/")
    place, _, name = rest.partition("/")
    if not _is(UserId, user_id):
        return False
    if place == keys.INBOX and name:
        return _from_inbox(services, user_id, key, name, size, etag, sequencer)
    if name == "source" and _is(VideoId, place):
        video = services.videos.get(user_id, place)
        if video is None:  # deleted during its upload
            services.objects.delete_video(key)
            return True
        return lifecycle.upload_arrived(services, video)
    return False


def _from_inbox(
    services: Services, user_id: str, key: str, name: str, size: int, etag: str, sequencer: str
) -> bool:
    """Creates a video for an object that was stored in the user's inbox without the API.

    Moving the object to the video's own key causes the event that queues the video.
    """
    if not 0 < size <= MAX_UPLOAD:
        return False
    if not services.accounts.exists(user_id):
        account = services.account_states.get(user_id)
        if account is None or account.deleted_at is None:
            return False
        services.objects.delete_video(key)
        return True
    new = NewVideo(filename=_printable(name), size=size)
    try:
        claim = f"inbox {key} {sequencer}"
        video = registration.create_from_inbox(services, user_id, new, claim)
    except AccountDeleted:
        services.objects.delete_video(key)
        return True
    except VideoNotFound:  # it was created before, and deleted
        return True
    if video.status == "failed":  # above a quota, or it was moved before
        lifecycle.finish(services, video)
        services.objects.delete_from_inbox(key, etag)
    elif services.objects.video(video.source_key) is not None:
        services.objects.delete_from_inbox(key, etag)  # it was moved before
    elif not services.objects.move_from_inbox(key, etag, video.source_key):
        deletion.mark_deleted(services, video)  # the object was replaced or deleted in the meantime
    return True


def _printable(name: str) -> str:
    """A file name that can be shown: an object's key may contain any character."""
    printable = "".join(c if c.isprintable() else "_" for c in name.rsplit("/", 1)[-1])
    return printable[-255:] or "video"


def _is(kind: object, value: str) -> bool:
    try:
        msgspec.convert(value, type=kind)
    except msgspec.ValidationError:
        return False
    return True
