import inspect
from collections.abc import Callable

import pytest

from contracts import keys

USER, VIDEO = "6f0c1d2e", "01938e3c"

OF_AN_ATTEMPT: list[Callable[[str, str, int, int], str]] = [
    keys.archive,
    keys.manifest,
    keys.canceled,
]


def test_keys_are_those_that_the_bucket_rules_and_documents_name() -> None:
    assert keys.source(USER, VIDEO) == "6f0c1d2e/01938e3c/source"
    assert keys.archive(USER, VIDEO, 2, 1) == "6f0c1d2e/01938e3c/2/1/images.zip"
    assert keys.manifest(USER, VIDEO, 2, 1) == "6f0c1d2e/01938e3c/2/1/manifest.json"
    assert keys.canceled(USER, VIDEO, 2, 1) == "6f0c1d2e/01938e3c/2/1/canceled"


@pytest.mark.parametrize("key", OF_AN_ATTEMPT)
def test_everything_of_an_attempt_is_below_its_prefix_and_those_above(
    key: Callable[[str, str, int, int], str],
) -> None:
    found = key(USER, VIDEO, 1, 2)

    assert found.startswith(keys.attempt_prefix(USER, VIDEO, 1, 2))
    assert found.startswith(keys.extraction_prefix(USER, VIDEO, 1))
    assert found.startswith(keys.video_prefix(USER, VIDEO))
    assert found.startswith(keys.user_prefix(USER))


def test_the_video_is_below_the_prefix_of_its_owner() -> None:
    assert keys.source(USER, VIDEO).startswith(keys.video_prefix(USER, VIDEO))
    assert keys.source(USER, VIDEO).startswith(keys.user_prefix(USER))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (keys.user_prefix("user"), keys.user_prefix("user2")),
        (keys.video_prefix("user", "video"), keys.video_prefix("user", "video2")),
        (keys.extraction_prefix(USER, VIDEO, 1), keys.extraction_prefix(USER, VIDEO, 10)),
        (keys.attempt_prefix(USER, VIDEO, 1, 1), keys.attempt_prefix(USER, VIDEO, 1, 10)),
    ],
)
def test_a_prefix_does_not_cover_a_neighbor_whose_id_begins_alike(one: str, other: str) -> None:
    """Deleting everything below a prefix must delete nothing else."""
    assert not other.startswith(one)


def test_no_two_objects_share_a_key() -> None:
    found = [
        key(USER, VIDEO, number, attempt)
        for key in OF_AN_ATTEMPT
        for number, attempt in ((1, 1), (1, 11), (11, 1), (11, 11))
    ]

    assert len({*found, keys.source(USER, VIDEO)}) == len(found) + 1


def test_uploads_into_the_inbox_are_never_taken_for_a_video() -> None:
    inbox = f"{keys.user_prefix(USER)}{keys.INBOX}/source"

    assert inbox != keys.source(USER, VIDEO)
    assert "-" not in keys.INBOX, "the id of a video has hyphens"


def test_a_cancel_marker_is_known_by_its_key() -> None:
    assert keys.is_cancel_marker(keys.canceled(USER, VIDEO, 2, 1))


@pytest.mark.parametrize(
    "key",
    [
        keys.source(USER, VIDEO),
        keys.archive(USER, VIDEO, 1, 1),
        keys.manifest(USER, VIDEO, 1, 1),
        "ada/inbox/1/1/canceled",
        "ada/inbox/canceled",
        "canceled",
    ],
)
def test_no_other_key_is_a_cancel_marker(key: str) -> None:
    assert not keys.is_cancel_marker(key)


def test_every_kind_of_key_has_a_test_here() -> None:
    functions = {name for name, _ in inspect.getmembers(keys, inspect.isfunction)}

    prefixes = {"user_prefix", "video_prefix", "extraction_prefix", "attempt_prefix"}
    assert functions == prefixes | {
        "source",
        "archive",
        "manifest",
        "canceled",
        "is_cancel_marker",
    }
