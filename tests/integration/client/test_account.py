"""Signing in and out, and where that is remembered."""

import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.client.conftest import EMAIL, SERVICE, Cloud, Stills


def test_who_signed_in_is_remembered(signed_in: Stills) -> None:
    ran = signed_in("whoami", "--json")

    assert ran.status == 0
    assert ran.json[0]["email"] == EMAIL
    assert (ran.json[0]["api"], ran.json[0]["profile"]) == (SERVICE, "default")


def test_only_the_user_can_read_the_token(signed_in: Stills, tmp_path: Path) -> None:
    tokens = tmp_path / "config" / "stills" / "tokens.json"

    assert tokens.stat().st_mode & 0o777 == 0o600
    assert len(json.loads(tokens.read_text())) == 1


def test_signing_out_forgets_the_token(signed_in: Stills) -> None:
    assert signed_in("logout").status == 0

    ran = signed_in("ls")

    assert ran.status == 3
    assert ran.err.startswith("error: not_signed_in: ")


def test_signing_out_everywhere_ends_all_sessions(signed_in: Stills, cloud: Cloud) -> None:
    assert signed_in("logout", "--everywhere").status == 0

    assert cloud.count("DELETE", "/sessions") == 1


def test_a_wrong_password_is_refused_in_one_line(
    stills: Stills, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLS_PASSWORD", "wrong")

    ran = stills("login", "--api", SERVICE, "--email", EMAIL)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: wrong_credentials: ")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("url", ["http://stills.example.com", "http://127.0.0.1.evil.example"])
def test_a_password_is_not_sent_in_the_clear(url: str, stills: Stills, cloud: Cloud) -> None:
    assert stills("login", "--api", url, "--email", EMAIL).status == 2

    assert cloud.requests == []


def test_a_command_without_a_service_says_how_to_name_one(stills: Stills) -> None:
    ran = stills("ls")

    assert ran.status == 2
    assert "STILLS_API_URL" in ran.err


def test_a_token_is_not_sent_to_another_service(
    signed_in: Stills, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLS_API_URL", "https://other.example.com/api")
    before = len(cloud.requests)

    assert signed_in("whoami").status == 3

    assert len(cloud.requests) == before


def test_profiles_do_not_know_each_other(signed_in: Stills) -> None:
    assert signed_in("whoami", "--profile", "work").status == 2
    assert signed_in("whoami").status == 0


def test_an_expired_session_says_so(signed_in: Stills, tmp_path: Path) -> None:
    tokens = tmp_path / "config" / "stills" / "tokens.json"
    tokens.write_text(json.dumps({f"default {SERVICE}": "stale"}))

    assert signed_in("whoami").status == 3


SIGN_IN_PAGE = httpx.Response(200, html="<title>Welcome to our hotel</title>")
STRANGERS = {
    "a page": SIGN_IN_PAGE,
    "a redirection": httpx.Response(302, headers={"Location": "https://hotel.example.com"}),
    "a list": httpx.Response(200, json=[]),
    "another service": httpx.Response(200, json={"ok": True}),
    "nothing": httpx.Response(200),
}


@pytest.mark.parametrize("answer", STRANGERS.values(), ids=STRANGERS)
def test_what_is_not_the_service_is_noticed(
    stills: Stills, cloud: Cloud, answer: httpx.Response
) -> None:
    cloud.hook = lambda request: answer

    ran = stills("login", "--api", SERVICE, "--email", EMAIL)

    assert ran.status == 2
    assert ran.err.startswith("error: not_the_service: ")


@pytest.mark.parametrize("command", [["ls"], ["rm", "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e"]])
def test_what_is_no_longer_the_service_is_noticed(
    signed_in: Stills, cloud: Cloud, command: list[str]
) -> None:
    cloud.hook = lambda request: None if "sessions" in request.url.path else SIGN_IN_PAGE

    ran = signed_in(*command)

    assert (ran.status, ran.out) == (2, "")
    assert "not_the_service" in ran.err


@pytest.mark.parametrize(
    "body", [{"errors": [{"message": "no"}]}, {"errors": None}, {"errors": ["no"]}, ["no"]]
)
def test_an_error_of_another_service_is_one_line(stills: Stills, cloud: Cloud, body: Any) -> None:
    cloud.hook = lambda request: httpx.Response(400, json=body)

    ran = stills("login", "--api", SERVICE, "--email", EMAIL)

    assert (ran.status, ran.err) == (2, "error: refused: HTTP 400\n")


@pytest.mark.parametrize(
    "url", ["https://a:port", "stills.example.com", "https://", "ftp://a.example"]
)
def test_what_is_no_address_is_refused(
    stills: Stills, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stills("login", "--api", url, "--email", EMAIL).err.startswith("error: no_service: ")

    monkeypatch.setenv("STILLS_API_URL", url)
    assert stills("ls").err.startswith("error: no_service: ")


@pytest.mark.parametrize("given", [[], ["--email", EMAIL]], ids=["address", "password"])
def test_an_end_of_input_at_a_question_is_one_line(
    stills: Stills, monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    def ctrl_d(question: str) -> str:
        raise EOFError

    monkeypatch.delenv("STILLS_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", ctrl_d)
    monkeypatch.setattr("getpass.getpass", ctrl_d)

    ran = stills("login", "--api", SERVICE, *given)

    assert ran.status == 2
    assert ran.err.strip().startswith("error: invalid_options: ")
    assert "was not given" in ran.err


def test_a_password_that_is_no_text_is_refused(
    stills: Stills, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLS_PASSWORD", os.fsdecode(b"\xe9"))

    ran = stills("login", "--api", SERVICE, "--email", EMAIL)

    assert ran.err == "error: invalid_options: the password: is not valid UTF-8\n"
