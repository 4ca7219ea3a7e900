from typing import Any

import pytest
from msgspec.structs import replace

from stills.errors import DecoderCrashed
from stills.manifest import Extra, Manifest
from stills.options import ExtractionOptions
from stills.sandbox.received import ReceivedFiles
from tests.samples import a_source, an_image

IMAGE = an_image(0, size=10, offset=50, name="a.jpg")
EXTRA = Extra(name="sprite.vtt", media_type="text/vtt", size=5, offset=90, sha256="")
MANIFEST = Manifest(
    source=a_source(), options=ExtractionOptions(), images=(IMAGE,), extras=(EXTRA,)
)


def received() -> ReceivedFiles:
    files = ReceivedFiles()
    for each in (IMAGE, EXTRA):
        files.check_name(each.name)
        files.add(each.name, each.offset, each.size)
    return files


@pytest.mark.parametrize(
    "name", ["../a.jpg", "/etc/passwd", "a\x00.jpg", "A.JPG", "manifest.json", ""]
)
def test_a_name_that_is_unsafe_or_taken_is_not_received(name: str) -> None:
    with pytest.raises(DecoderCrashed):
        received().check_name(name)


def test_a_manifest_of_the_stored_files_is_received() -> None:
    received().check_manifest(MANIFEST)


@pytest.mark.parametrize(
    "lie",
    [
        {"images": (replace(IMAGE, name="b.jpg"),)},
        {"images": (replace(IMAGE, offset=51),)},
        {"images": (replace(IMAGE, size=11),)},
        {"images": (replace(IMAGE, index=1),)},
        {"images": ()},
        {"extras": ()},
        {"extras": (EXTRA, EXTRA)},
    ],
    ids=str,
)
def test_a_manifest_that_lists_other_files_is_not_received(lie: dict[str, Any]) -> None:
    with pytest.raises(DecoderCrashed):
        received().check_manifest(replace(MANIFEST, **lie))
