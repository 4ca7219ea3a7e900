"""A smoke test ends at the first step that fails, and leaves nothing behind."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from rich.console import Console

from local.client import ApiError
from operate import tester as users  # pytest would take the class itself for tests
from operate.deployment import Deployment
from operate.smoke import Smoke, host_of, smoke


class Tried(Smoke):
    """Three steps, of which the second fails."""

    cleaned: list[str] = []  # noqa: RUF012 - emptied by each test
    account = "ada@example.com"
    left: Exception | None = None

    def __init__(self, deployment: Deployment, scratch: Path) -> None:
        pass

    def steps(self):
        yield "The first", lambda: "seen"
        yield "The second", self.fail
        yield "The third", self.fail

    def fail(self) -> str:
        raise AssertionError("the URL leads elsewhere")

    def clean_up(self) -> None:
        self.cleaned.append("account")
        if self.left:
            raise self.left


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[bool, list[str]]]:
    """Runs a smoke test; returns its result and what it printed."""
    monkeypatch.setattr("operate.smoke.Smoke", Tried)
    Tried.cleaned.clear()
    out = io.StringIO()

    def run() -> tuple[bool, list[str]]:
        deployment = Deployment("dev", {}, "")
        worked = smoke(deployment, Console(file=out, soft_wrap=True))
        return worked, out.getvalue().splitlines()

    return run


def test_it_ends_at_the_first_step_that_fails(tried: Callable[[], tuple[bool, list[str]]]) -> None:
    worked, [first, second] = tried()

    assert not worked
    assert first.split()[0] == "ok"
    assert "seen" in first
    assert second.split()[0] == "FAILED"
    assert "the URL leads elsewhere" in second


def test_it_deletes_its_account_in_any_case(tried: Callable[[], tuple[bool, list[str]]]) -> None:
    tried()

    assert Tried.cleaned == ["account"]


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        ClientError({"Error": {"Code": "AccessDenied", "Message": "refused"}}, "AdminDeleteUser"),
    ],
)
def test_an_account_that_cannot_be_deleted_is_named_in_a_line(
    tried: Callable[[], tuple[bool, list[str]]], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(Tried, "left", error)
    monkeypatch.setattr(Tried, "steps", lambda self: iter([("The first", lambda: "seen")]))

    worked, [_, last] = tried()

    assert not worked
    assert last.startswith("FAILED  The account ada@example.com could not be deleted: ")
    assert "refused" in last


@pytest.mark.parametrize(
    "error", [ClientError({"Error": {"Code": "AccessDenied"}}, "AdminConfirmSignUp"), ValueError()]
)
def test_what_aws_refuses_or_is_no_json_is_a_step_that_fails(
    tried: Callable[[], tuple[bool, list[str]]], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(self: Tried) -> str:
        raise error

    monkeypatch.setattr(Tried, "fail", refuse)

    worked, [_, second] = tried()

    assert (worked, second.split()[0]) == (False, "FAILED")


@pytest.mark.parametrize("fails", ["sign_up", "confirm", "log_in", None])
def test_no_user_is_left_whatever_failed(
    aws: None, monkeypatch: pytest.MonkeyPatch, fails: str | None
) -> None:
    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="stills-dev")["UserPool"]["Id"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="api")["UserPoolClient"]
    is_logged_in = False

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal is_logged_in
        if request.method == "DELETE":
            if is_logged_in:
                cognito.admin_delete_user(UserPoolId=pool, Username=tester.email)
            return httpx.Response(204 if is_logged_in else 401)
        if request.url.path == "/sessions":
            is_logged_in = fails != "log_in"
            return httpx.Response(200 if is_logged_in else 503, json={"id_token": "token"})
        if fails != "sign_up":
            body = json.loads(request.content)
            cognito.sign_up(
                ClientId=app["ClientId"], Username=body["email"], Password=body["password"]
            )
        return httpx.Response(500 if fails == "sign_up" else 201, json={})

    tester = users.Tester.of(Deployment("dev", {"UserPoolId": pool}, "https://api.example.com"))
    transport = httpx.MockTransport(answer)
    tester.client._api = httpx.Client(base_url="https://api.example.com", transport=transport)
    if fails == "confirm":
        tester = replace(tester, pool="eu-central-1_other")
    if fails:
        with pytest.raises((ApiError, ClientError)):
            tester.register()
    else:
        tester.register()

    replace(tester, pool=pool).remove()

    assert cognito.list_users(UserPoolId=pool)["Users"] == []


def test_a_user_who_fails_to_register_is_removed(
    deployed: Deployment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    removed: list[str] = []
    monkeypatch.setattr("operate.smoke.make_clip", lambda path: path)
    monkeypatch.setattr(users.Tester, "remove", lambda self: removed.append(self.email))

    def refuse(self: users.Tester) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "AdminConfirmSignUp")

    monkeypatch.setattr(users.Tester, "register", refuse)
    tried = Smoke(deployed, tmp_path)

    with pytest.raises(ClientError):
        dict(tried.steps())["A user registers and logs in"]()
    tried.clean_up()

    assert removed == [tried.account]


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-east-1", "videos.s3.amazonaws.com"),
        ("eu-central-1", "videos.s3.eu-central-1.amazonaws.com"),
        ("ap-southeast-4", "videos.s3.ap-southeast-4.amazonaws.com"),
        ("cn-north-1", "videos.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_the_host_of_a_bucket_is_that_of_its_region(
    aws: None, monkeypatch: pytest.MonkeyPatch, region: str, host: str
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)

    assert host_of("videos") == host


def test_an_emulator_has_one_host(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")

    assert host_of("videos") == "127.0.0.1:4566"
