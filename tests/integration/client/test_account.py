"""Signing in and out, and where that is remembered."""

import json
from pathlib import Path

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
