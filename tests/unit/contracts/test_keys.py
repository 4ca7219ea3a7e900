"""The keys of objects."""

import pytest

from contracts import keys


def test_a_key_starts_with_its_owner_and_its_video() -> None:
    where = ("ada", "video", 2)

    assert keys.source("ada", "video").startswith(keys.video_prefix("ada", "video"))
    assert keys.video_prefix("ada", "video").startswith(keys.user_prefix("ada"))
    for key in (keys.archive(*where), keys.manifest(*where), keys.canceled(*where)):
        assert key.startswith(keys.extraction_prefix(*where))


def test_a_cancel_marker_is_known_by_its_key() -> None:
    assert keys.is_cancel_marker(keys.canceled("ada", "video", 2))


@pytest.mark.parametrize(
    "key",
    [
        keys.source("ada", "video"),
        keys.archive("ada", "video", 1),
        keys.manifest("ada", "video", 1),
        "ada/inbox/1/canceled",
        "ada/inbox/canceled",
        "canceled",
    ],
)
def test_no_other_key_is_a_cancel_marker(key: str) -> None:
    assert not keys.is_cancel_marker(key)
