"""User accounts on Cognito. moto accepts any code; the end-to-end tests check codes."""

PASSWORD = "Correct-Horse-9"


def registered(world, email="ada@example.com"):
    answer = world.api.call("POST", "/accounts", {"email": email, "password": PASSWORD})
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
    again = api.call("DELETE", "/accounts/me")
    assert (again.status, again.json["code"]) == (401, "account_deleted")
