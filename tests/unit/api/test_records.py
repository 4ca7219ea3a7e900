"""Structs are stored as JSON text."""

import pytest

from chalicelib.table import StructAttribute
from chalicelib.videos.model import Archive, Media
from chalicelib.videos.records import VideoRecord
from contracts.failures import Failure
from stills.options import ExtractionOptions
from tests.samples import a_source


@pytest.mark.parametrize(
    "value",
    [
        Archive(3, 900),
        Failure("not_a_video", "No."),
        ExtractionOptions(timestamps=(1.5, "50%")),
        Media(**{name: getattr(a_source(), name) for name in a_source().__struct_fields__},
              keyframes=3),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_struct_survives_storage(value: object) -> None:
    attribute = StructAttribute[object](type(value))

    stored = attribute.serialize(value)

    assert isinstance(stored, str)
    assert attribute.deserialize(stored) == value


def test_only_the_key_and_what_is_required_has_no_default() -> None:
    required = {name for name, each in VideoRecord.get_attributes().items() if not each.null}

    assert {"user_id", "video_id", "filename", "size", "status", "options"} <= required
