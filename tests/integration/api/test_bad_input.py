"""A refusal is a problem that names the field and the rule, and never a 500."""

import pytest

GOOD = {"filename": "a.mp4", "size": 5}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"size": 5}, "filename"),
        ({**GOOD, "size": 0}, "size"),
        ({**GOOD, "size": 10 * 2**30 + 1}, "size"),
        ({**GOOD, "size": "5"}, "size"),
        ({**GOOD, "size": 1.5}, "size"),
        ({**GOOD, "size": True}, "size"),
        ({**GOOD, "filename": ""}, "filename"),
        ({**GOOD, "filename": "x" * 10_000}, "filename"),
        ({**GOOD, "filename": "a\nb.mp4"}, "filename"),
        ({**GOOD, "filename": "a.mp4\n"}, "filename"),
        ({**GOOD, "filename": "a\x00.mp4"}, "filename"),
        ({**GOOD, "filename": "4pm.\u202eexe"}, "filename"),
        ({**GOOD, "filename": None}, "filename"),
        ({**GOOD, "surprise": 1}, "surprise"),
        ({**GOOD, "options": {"intervall": 1}}, "options.intervall"),
        ({**GOOD, "options": {"interval": 0}}, "options.interval"),
        ({**GOOD, "options": {"interval": -1}}, "options.interval"),
        ({**GOOD, "options": {"interval": "1"}}, "options.interval"),
        ({**GOOD, "options": {"quality": 101}}, "options.quality"),
        ({**GOOD, "options": {"start": 5, "end": 5}}, "options.end"),
        ({**GOOD, "options": []}, "options"),
        ({**GOOD, "description": "x" * 10_000}, "description"),
        ({**GOOD, "description": "a\x00b"}, "description"),
        ({**GOOD, "description": "By the sea\u202e"}, "description"),
        ({**GOOD, "description": "\u2066By the sea"}, "description"),
    ],
)
def test_a_field_that_breaks_a_rule_is_named(world, body, field):
    answer = world.api.as_user().call("POST", "/videos", body)

    assert (answer.status, answer.json["code"]) == (400, "invalid_request")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["errors"][0]["field"] == field
    assert answer.json["errors"][0]["rule"]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"filename=a.mp4", b'{"size": NaN}'])
def test_a_body_that_is_not_json_is_malformed(world, body):
    answer = world.api.as_user().call("POST", "/videos", body)

    assert (answer.status, answer.json["code"]) == (400, "malformed_body")


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"text"'])
def test_a_body_of_another_type_is_refused(world, body):
    assert world.api.as_user().call("POST", "/videos", body).json["code"] == "invalid_request"


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=x", "limit=1000", "status=lost", "status=null", "page=2"],
)
def test_a_query_that_breaks_a_rule_is_named(world, query):
    answer = world.api.as_user().call("GET", f"/videos?{query}")

    assert (answer.status, answer.json["errors"][0]["field"]) == (400, query.split("=")[0])


@pytest.mark.parametrize(
    "video_id", ["1", "not-an-id", "x" * 10_000, "01890000-0000-7000-8000-00000000000G"]
)
def test_an_invalid_id_is_named(world, video_id):
    answer = world.api.as_user().call("GET", f"/videos/{video_id}")

    assert (answer.status, answer.json["errors"][0]["field"]) == (400, "video_id")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "a b@example.com",
        "a@b.c\n",
        "x" * 300 + "@b.cd",
        "a\x00@example.com",
        "a@exa\x00mple.com",
        "a@example.c\x00m",
        "a\u202e@example.com",
        "a@example.\u202emoc",
        "a\u200b@example.com",
        "\ufeffa@example.com",
        "a\u2066@example.com",
        "a\x85@example.com",
    ],
)
def test_an_invalid_address_is_named(world, email):
    answer = world.api.call("POST", "/accounts", {"email": email, "password": "Correct-Horse-9"})

    assert (answer.status, answer.json["errors"][0]["field"]) == (400, "email")


@pytest.mark.parametrize("parts", [5, [{"number": 0, "etag": "x"}], [{"number": 1}], [{}]])
def test_invalid_parts_are_named(world, parts):
    api = world.api.as_user()
    video_id = api.call("POST", "/videos", GOOD).json["id"]

    answer = api.call("POST", f"/videos/{video_id}/upload/complete", {"parts": parts})

    assert answer.status == 400
    assert answer.json["errors"][0]["field"].startswith("parts")


def test_a_request_without_verified_claims_is_refused(world):
    answer = world.api.call("GET", "/videos")

    assert (answer.status, answer.json["code"]) == (401, "not_signed_in")


def test_an_unexpected_error_does_not_reveal_its_cause(world, monkeypatch):
    def explode(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(world.services.videos, "get", explode)
    video_id = "01890000-0000-7000-8000-000000000000"

    answer = world.api.as_user().call("GET", f"/videos/{video_id}")

    assert (answer.status, answer.json["code"]) == (500, "internal_error")
    assert b"secret" not in answer.content
