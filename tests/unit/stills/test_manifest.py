"""The JSON Schema of the manifest, which programs of others rely on."""

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError

from stills import manifest as manifests
from stills.manifest import SPRITE_VTT, Extra, Manifest
from stills.options import ExtractionOptions
from stills.warnings import cut_off, frames_lost
from tests.samples import a_source, an_image

SCHEMA_FILE = Path(__file__).parents[3] / "docs" / "manifest.schema.json"
SCHEMA = json.loads(SCHEMA_FILE.read_text())

MANIFEST = Manifest(
    source=a_source(rotation=90, duration=None),
    options=ExtractionOptions(timestamps=(1.5, "50%")),
    images=(an_image(0, size=1000, offset=59, requested_time=1.5, time=1.48),),
    extras=(Extra(name=SPRITE_VTT, media_type="text/vtt", size=66, offset=1100, sha256="0" * 64),),
    dropped={"black": 1},
    warnings=(cut_off(), frames_lost(2)),
    decoded_until=2.0,
)


def validated(document: object) -> None:
    Draft202012Validator(SCHEMA).validate(document)


def test_the_published_schema_matches_the_type() -> None:
    """`make schema` writes it again."""
    assert json.loads(json.dumps(msgspec.json.schema(Manifest))) == SCHEMA


def test_a_manifest_is_valid() -> None:
    validated(json.loads(manifests.encode(MANIFEST)))


@pytest.mark.parametrize("change", [{"version": 2}, {"images": None}, {"source": {}}], ids=str)
def test_another_document_is_not_valid(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        validated(json.loads(manifests.encode(MANIFEST)) | change)
