"""Errors become problem documents."""

import msgspec

from chalicelib.errors import ApiError, FieldError, InvalidRequest, Unavailable, VideoNotFound
from chalicelib.http.problems import problem_of


def document(error: ApiError) -> dict[str, object]:
    encoded: dict[str, object] = msgspec.json.decode(msgspec.json.encode(problem_of(error)))
    return encoded


def test_a_problem_has_a_type_a_code_and_a_sentence() -> None:
    assert document(VideoNotFound()) == {
        "type": "urn:stills:problem:video_not_found",
        "title": "There is no such video",
        "status": 404,
        "code": "video_not_found",
        "detail": "There is no such video",
    }


def test_a_problem_says_whether_a_repetition_may_help() -> None:
    assert document(Unavailable())["retryable"] is True


def test_a_problem_names_fields_and_their_rules() -> None:
    error = InvalidRequest("Two fields are wrong.", (FieldError("a", "is required"),))

    assert document(error)["errors"] == [{"field": "a", "rule": "is required"}]


def test_an_invalid_field_makes_the_sentence() -> None:
    error = InvalidRequest.of("video_id", "must be the id of a video")

    assert error.detail == "video_id must be the id of a video."
    assert error.errors == (FieldError("video_id", "must be the id of a video"),)
