"""Sessions: log in, get new tokens, sign out."""

from botocore.exceptions import ClientError

from tests.integration.api.test_accounts import registered, session


def test_a_registered_user_logs_in_with_an_address_in_any_case(world):
    registered(world, "Ada@Example.com")

    answer = session(world, "ADA@example.COM")

    assert answer.status == 200
    assert answer.json["token_type"] == "Bearer"
    assert {"id_token", "access_token", "refresh_token", "expires_in"} <= answer.json.keys()


def test_an_unknown_user_and_a_wrong_password_answer_alike(world):
    registered(world)

    wrong = session(world, password="Wrong-Horse-9")
    unknown = session(world, email="nobody@example.com")

    assert wrong.status == unknown.status == 401
    assert wrong.json == unknown.json
    assert wrong.json["code"] == "wrong_credentials"


def test_refresh_gives_new_tokens(world):
    registered(world)
    token = session(world).json["refresh_token"]

    answer = world.api.call("POST", "/sessions/refresh", {"refresh_token": token})

    assert answer.status == 200
    assert answer.json["id_token"]


def test_an_invalid_refresh_token_ends_the_session(world):
    answer = world.api.call("POST", "/sessions/refresh", {"refresh_token": "garbage"})

    assert (answer.status, answer.json["code"]) == (401, "session_expired")


def test_throttling_by_cognito_is_retryable(world, monkeypatch):
    def refuse(**_):
        raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": "slow"}}, "x")

    monkeypatch.setattr(world.services.accounts._cognito, "initiate_auth", refuse)

    answer = session(world)

    assert (answer.status, answer.json["code"]) == (429, "too_many_attempts")
    assert answer.json["retryable"] is True
    assert answer.headers["retry-after"] == "60"


def test_signing_out_revokes_the_refresh_tokens(world):
    account = registered(world)
    session(world)

    answer = world.api.as_user(account["id"]).call("DELETE", "/sessions")

    assert (answer.status, answer.content) == (204, b"")
