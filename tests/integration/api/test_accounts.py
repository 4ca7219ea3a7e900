"""User accounts on Cognito. moto accepts any code; the end-to-end tests check codes."""

from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from contracts.unsubscribe import token_for

SECRET = "l1nks"
PASSWORD = "Correct-Horse-9"


def registered(world, email="ada@example.com", **settings):
    account = {"email": email, "password": PASSWORD, **settings}
    answer = world.api.call("POST", "/accounts", account)
    assert answer.status == 201, answer.content
    world.api.call("POST", "/accounts/confirm", {"email": email, "code": "123456"})
    return answer.json


def session(world, email="ada@example.com", password=PASSWORD):
    return world.api.call("POST", "/sessions", {"email": email, "password": password})


def test_a_weak_password_is_refused_with_the_rule(world):
    answer = world.api.call("POST", "/accounts", {"email": "ada@example.com", "password": "short"})

    assert (answer.status, answer.json["code"]) == (400, "weak_password")
    assert answer.json["errors"][0]["field"] == "password"


def test_an_address_registers_once(world):
    registered(world)

    answer = world.api.call("POST", "/accounts", {"email": "ada@example.com", "password": PASSWORD})

    assert (answer.status, answer.json["code"]) == (409, "account_exists")


def test_a_password_reset_does_not_reveal_who_has_an_account(world):
    registered(world)
    path = "/accounts/password/forgot"

    known = world.api.call("POST", path, {"email": "ada@example.com"})
    unknown = world.api.call("POST", path, {"email": "nobody@example.com"})

    assert (known.status, known.content) == (unknown.status, unknown.content) == (202, b"")


def test_an_account_shows_its_settings(world):
    account = registered(world, locale="pt-BR")
    api = world.api.as_user(account["id"])

    shown = api.call("GET", "/accounts/me").json

    expected = {"email": "ada@example.com", "locale": "pt-BR", "emails": True}
    assert shown == account == {"id": account["id"], **expected}


def test_an_account_is_in_english_until_it_says_otherwise(world):
    assert registered(world)["locale"] == "en"


@pytest.mark.parametrize("changes", [{"locale": "pt-BR"}, {"emails": False}, {"emails": True}, {}])
def test_a_setting_changes_and_the_others_stay(world, changes):
    account = registered(world)
    api = world.api.as_user(account["id"])

    answer = api.call("PATCH", "/accounts/me", changes)

    assert (answer.status, answer.json) == (200, {**account, **changes})
    assert api.call("GET", "/accounts/me").json == answer.json


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"locale": "tlh"}, "locale"), ({"emails": "off"}, "emails"), ({"email": "b@c.de"}, "email")],
)
def test_a_setting_that_there_is_not_is_refused(world, changes, field):
    api = world.registered()

    answer = api.call("PATCH", "/accounts/me", changes)

    assert (answer.status, answer.json["errors"][0]["field"]) == (400, field)


def test_the_settings_of_an_account_that_is_gone_are_not_shown(world):
    assert world.api.as_user("nobody").call("GET", "/accounts/me").status == 401


def unsubscribe(world, token, method="POST"):
    return world.api.call(method, f"/accounts/unsubscribe?token={token}")


def test_a_link_from_an_email_stops_emails_without_a_log_in(world):
    api = world.registered()

    answer = unsubscribe(world, token_for(api.user_id, SECRET))

    assert (answer.status, answer.content) == (204, b"")
    assert api.call("GET", "/accounts/me").json["emails"] is False


def test_a_link_of_a_deleted_account_is_no_error(world):
    assert unsubscribe(world, token_for("nobody", SECRET)).status == 204


@pytest.mark.parametrize("forge", [lambda token: token + "0", lambda token: "x" + token])
def test_a_forged_link_changes_nothing(world, forge):
    api = world.registered()

    answer = unsubscribe(world, forge(token_for(api.user_id, SECRET)))

    assert (answer.status, answer.json["errors"][0]["field"]) == (400, "token")
    assert api.call("GET", "/accounts/me").json["emails"] is True


def test_looking_at_a_link_changes_nothing_and_leads_to_the_switch(world):
    api = world.registered()

    answer = unsubscribe(world, token_for(api.user_id, SECRET), "GET")

    assert answer.status == 303
    assert answer.headers["location"] == "https://stills.example.com/#/account"
    assert api.call("GET", "/accounts/me").json["emails"] is True


def test_without_a_page_a_link_is_answered_with_words(world, monkeypatch):
    settings = replace(world.services.settings, page_url="")
    monkeypatch.setattr(world.services, "settings", settings)
    api = world.registered()

    answer = unsubscribe(world, token_for(api.user_id, SECRET), "GET")

    assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert "location" not in answer.headers
    assert b"unsubscribe button" in answer.content
    assert api.call("GET", "/accounts/me").json["emails"] is True


@pytest.mark.parametrize(
    ("method", "operation"), [("GET", "admin_get_user"), ("PATCH", "admin_update_user_attributes")]
)
def test_the_quota_of_the_pool_is_no_fault_of_the_user(world, monkeypatch, method, operation):
    def refuse(**_):
        raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": "slow"}}, "x")

    api = world.registered()
    monkeypatch.setattr(world.services.accounts._cognito, operation, refuse)

    answer = api.call(method, "/accounts/me", {"emails": False} if method == "PATCH" else None)

    assert (answer.status, answer.json["code"]) == (503, "unavailable")


def test_delete_me_deletes_the_videos_and_then_the_user(world):
    account = registered(world)
    api = world.api.as_user(account["id"])
    api.call("POST", "/videos", {"filename": "a.mp4", "size": 5})
    world.s3.put_object(Bucket="videos", Key=f"{api.user_id}/inbox/b.mp4", Body=b"b")

    assert api.call("DELETE", "/accounts/me").status == 204

    assert list(world.services.videos.all_of(api.user_id)) == []
    assert world.s3.list_objects_v2(Bucket="videos")["KeyCount"] == 0
    assert session(world).status == 401
    again = api.call("DELETE", "/accounts/me")
    assert (again.status, again.json["code"]) == (401, "account_deleted")
