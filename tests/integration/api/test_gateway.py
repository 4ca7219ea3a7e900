"""What every request has in common: its log, and its answer if AWS does not answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from pynamodb.exceptions import GetError

from chalicelib.http import gateway
from tests.integration.api.world import Api, World
from tests.metrics import written

VIDEO = "01890000-0000-7000-8000-000000000000"


def explode(*_: Any) -> None:
    raise RuntimeError("a secret detail")


def lines(world: World) -> list[dict[str, Any]]:
    return [json.loads(line) for line in world.log.getvalue().splitlines()]


def client_error(code: str, status: int) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "GetItem",
    )


def test_a_line_has_the_ids_of_its_request(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    api = world.api.as_user()
    monkeypatch.setattr(world.services.videos, "get", explode)

    api.call("GET", f"/videos/{VIDEO}", request_id="first")

    [line] = lines(world)
    assert line["level"] == "ERROR"
    assert line["request_id"] == "first"
    assert (line["video_id"], line["user_id"]) == (VIDEO, api.user_id)
    assert line["route"] == "GET /videos/{video_id}"


@pytest.mark.parametrize("broken", ["parse_body", "_user"])
def test_a_crash_before_the_view_is_logged_under_its_own_ids(
    world: World, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    api = world.api.as_user()
    api.call("GET", f"/videos/{VIDEO}", request_id="first")
    monkeypatch.setattr(gateway, broken, explode)

    answer = api.call("POST", "/videos", {"filename": "a.mp4", "size": 5}, request_id="second")

    assert answer.status == 500
    [line] = lines(world)
    assert line["request_id"] == "second"
    assert "video_id" not in line


def test_the_id_is_lambdas_where_api_gateway_gives_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "_user", explode)

    world.api.as_user().call("GET", "/videos", request_id="")

    assert lines(world)[0]["request_id"] == "1f0e6b6c-8b0f-4b7e-9d59-2a6c1d9c2f10"


def test_an_answer_says_nothing_about_an_unexpected_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "_user", explode)

    answer = world.api.as_user().call("GET", "/videos")

    assert (answer.status, answer.json["code"]) == (500, "internal_error")
    assert b"secret" not in answer.content
    assert "retry-after" not in answer.headers


OUTAGES = [
    pytest.param(lambda: ConnectTimeoutError(endpoint_url="https://aws"), id="timeout"),
    pytest.param(lambda: GetError(cause=ConnectTimeoutError(endpoint_url="x")), id="DynamoDB"),
    pytest.param(lambda: GetError(cause=client_error("InternalServerError", 500)), id="5xx"),
    pytest.param(
        lambda: GetError(cause=ClientError({"Error": {"Code": "InternalServerError"}}, "GetItem")),
        id="5xx whose status PynamoDB drops",
    ),
    pytest.param(lambda: client_error("ThrottlingException", 400), id="throttled"),
    pytest.param(lambda: client_error("SlowDown", 503), id="S3 slow down"),
]


@pytest.mark.parametrize("error", OUTAGES)
def test_an_outage_answers_503_with_retry_after(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]
) -> None:
    def fail(*_: Any) -> None:
        raise error()

    monkeypatch.setattr(world.services.videos, "get", fail)

    answer = world.api.as_user().call("GET", f"/videos/{VIDEO}")

    assert (answer.status, answer.json["code"]) == (503, "unavailable")
    assert answer.json["retryable"] is True
    assert answer.headers["retry-after"] == "5"


def test_an_outage_of_the_directory_is_logged_and_counted(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: Any) -> None:
        said = {"Code": "CodeDeliveryFailureException", "Message": "ada@example.com is no address"}
        raise ClientError({"Error": said}, "SignUp")  # type: ignore[typeddict-item]

    monkeypatch.setattr(world.services.accounts._cognito, "sign_up", fail)

    answer = world.api.call(
        "POST", "/accounts", {"email": "ada@example.com", "password": "Correct-Horse-9"}
    )

    assert answer.status == 503
    [line] = lines(world)
    assert line["cause"] == "SignUp: CodeDeliveryFailureException"
    assert "ada@example.com" not in world.log.getvalue()
    assert [name for _, _, name, _ in written(capsys.readouterr().out)] == ["HandledErrors"]


@pytest.mark.parametrize(
    "error", [GetError(), GetError(cause=client_error("ValidationException", 400))]
)
def test_a_refusal_is_not_an_outage(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(world.services.videos, "get", fail)

    assert world.api.as_user().call("GET", f"/videos/{VIDEO}").status == 500


def test_the_length_of_an_idempotency_key_is_limited(world: World) -> None:
    body = {"filename": "a.mp4", "size": 5}

    answer = world.api.as_user().call("POST", "/videos", body, idempotency_key="k" * 256)

    assert (answer.status, answer.json["errors"][0]["field"]) == (400, "Idempotency-Key")


def test_a_route_that_is_not_idempotent_ignores_the_key(world: World) -> None:
    answer: Any = Api.call(world.api.as_user(), "GET", "/videos", idempotency_key="k" * 256)

    assert answer.status == 200
