"""User accounts on Cognito. moto takes any code; that codes are checked is shown end to end."""

from botocore.exceptions import ClientError

PASSWORD = "Correct-Horse-9"


def registered(world, email="ada@example.com"):
    answer = world.api.call("POST", "/accounts", {"email": email, "password": PASSWORD})
    assert answer.status == 201, answer.content
    world.api.call("POST", "/accounts/confirm", {"email": email, "code": "123456"})
    return answer.json


def session(world, email="ada@example.com", password=PASSWORD):
    return world.api.call("POST", "/sessions", {"email": email, "password": password})


def test_a_registered_user_logs_in_by_address_whatever_its_case(world):
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


def test_a_weak_password_is_refused_with_the_rule(world):
    answer = world.api.call("POST", "/accounts", {"email": "ada@example.com", "password": "short"})

    assert (answer.status, answer.json["code"]) == (400, "weak_password")
    assert answer.json["errors"][0]["field"] == "password"


def test_an_address_registers_once(world):
    registered(world)

    answer = world.api.call("POST", "/accounts", {"email": "ada@example.com", "password": PASSWORD})

    assert (answer.status, answer.json["code"]) == (409, "account_exists")


def test_a_reset_code_is_asked_for_without_telling_who_has_an_account(world):
    registered(world)
    path = "/accounts/password/forgot"

    known = world.api.call("POST", path, {"email": "ada@example.com"})
    unknown = world.api.call("POST", path, {"email": "nobody@example.com"})

    assert (known.status, known.content) == (unknown.status, unknown.content) == (202, b"")


def test_refresh_gives_new_tokens(world):
    registered(world)
    token = session(world).json["refresh_token"]

    answer = world.api.call("POST", "/sessions/refresh", {"refresh_token": token})

    assert answer.status == 200
    assert answer.json["id_token"]


def test_a_refresh_token_that_is_none_ends_the_session(world):
    answer = world.api.call("POST", "/sessions/refresh", {"refresh_token": "garbage"})

    assert (answer.status, answer.json["code"]) == (401, "session_expired")


def test_who_am_i_answers_from_the_verified_claims(world):
    api = world.api.as_user("0b5c", "ada@example.com")

    assert api.call("GET", "/accounts/me").json == {"id": "0b5c", "email": "ada@example.com"}


def test_delete_me_deletes_the_videos_and_then_the_user(world):
    account = registered(world)
    api = world.api.as_user(account["id"])
    api.call("POST", "/videos", {"filename": "a.mp4", "size": 5})
    world.s3.put_object(Bucket="videos", Key=f"{api.user_id}/inbox/b.mp4", Body=b"b")

    assert api.call("DELETE", "/accounts/me").status == 204

    assert list(world.services.videos.all_of(api.user_id)) == []
    assert world.s3.list_objects_v2(Bucket="videos")["KeyCount"] == 0
    assert session(world).status == 401
    assert api.call("DELETE", "/accounts/me").status == 204  # again: nothing is left to do


def test_cognitos_own_trouble_is_ours_and_not_the_users(world, monkeypatch):
    def refuse(**_):
        raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": "slow"}}, "x")

    monkeypatch.setattr(world.services.accounts._cognito, "initiate_auth", refuse)

    answer = session(world)

    assert (answer.status, answer.json["code"]) == (429, "too_many_attempts")
    assert answer.json["retryable"] is True
