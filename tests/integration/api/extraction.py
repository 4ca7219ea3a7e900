"""A completed extraction, as the worker leaves it."""

import hashlib
from typing import Any

from contracts import keys
from stills import manifest as manifests
from stills.manifest import CONTACT_SHEET, SPRITE, SPRITE_VTT, Extra, Manifest
from stills.options import ExtractionOptions
from tests.integration.api.world import Api, World
from tests.samples import a_source, an_image

IMAGES = [b"first image", b"second, longer image", b"third"]
EXTRAS = {CONTACT_SHEET: b"a sheet", SPRITE: b"a sprite", SPRITE_VTT: b"WEBVTT"}


def completed(
    world: World, api: Api | None = None, filename: str = "my film.mp4"
) -> tuple[Api, str]:
    """A video's owner and its path: its archive holds IMAGES and EXTRAS."""
    api = api or world.api.as_user()
    video_id = api.call("POST", "/videos", {"filename": filename, "size": 4}).json["id"]
    world.put_source(api.user_id, video_id, b"film")
    archive, manifest = _archive()
    where = (api.user_id, video_id, 1, 1)
    world.s3.put_object(Bucket="images", Key=keys.archive(*where), Body=archive)
    world.s3.put_object(Bucket="images", Key=keys.manifest(*where), Body=manifests.encode(manifest))
    world.deliver("on_results", _succeeded(api.user_id, video_id, len(archive)))
    return api, f"/videos/{video_id}"


def _archive() -> tuple[bytes, Manifest]:
    archive, images, extras = b"header", [], []
    for index, data in enumerate(IMAGES):
        images.append(an_image(index, size=len(data), offset=len(archive)))
        archive += data
    for name, data in EXTRAS.items():
        extras.append(_extra(name, data, len(archive)))
        archive += data
    source, options = a_source(), ExtractionOptions(contact_sheet=True, sprite=True)
    made = Manifest(source=source, options=options, images=tuple(images), extras=tuple(extras))
    return archive, made


def _extra(name: str, data: bytes, offset: int) -> Extra:
    is_picture = name != SPRITE_VTT
    return Extra(
        name=name,
        media_type="image/jpeg" if is_picture else "text/vtt",
        size=len(data),
        offset=offset,
        sha256=hashlib.sha256(data).hexdigest(),
        width=640 if is_picture else None,
        height=360 if is_picture else None,
    )


def _succeeded(user_id: str, video_id: str, archive_size: int) -> dict[str, Any]:
    return {
        "type": "work.succeeded",
        "user_id": user_id,
        "video_id": video_id,
        "extraction": 1,
        "at": "2026-11-24T00:00:00Z",
        "images": len(IMAGES),
        "archive_size": archive_size,
    }
