"""The API's part of the table in SECURITY.md, on every route of the app."""

import re
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from tests.authorization import refusals
from tests.integration.api.extraction import completed
from tests.integration.api.world import Answer, Api, World

VIDEO = "01890000-0000-7000-8000-000000000000"
BODIES = {"/videos/{video_id}/upload/complete": {"parts": [{"number": 1, "etag": '"x"'}]}}
"""Of routes that refuse an empty body before they look for the video."""


def call(api: Api, route: tuple[str, str], video_id: str = VIDEO) -> Answer:
    method, path = route
    filled = path.replace("{video_id}", video_id).replace("{number}", "1")
    filled = re.sub(r"{\w+}", "0", filled)
    return api.call(method, filled, BODIES.get(path, {}))


def protected(world: World) -> list[tuple[str, str]]:
    """All routes of the app that are not public."""
    return [
        (method, path)
        for path, methods in world.api.app.routes.items()
        for method, entry in methods.items()
        if entry.authorizer is not None
    ]


def with_claims(api: Api, **claims: str) -> Api:
    assert api.user
    return Api(api.app, api.user | claims)


def without_a_token(world: World) -> Api:
    return world.api


def access_token(world: World) -> Api:
    return with_claims(world.registered(), token_use="access")


def refresh_token(world: World) -> Api:
    return with_claims(world.registered(), token_use="refresh")


def signed_out(world: World) -> Api:
    api = with_claims(world.registered(), auth_time=str(int(world.now.timestamp())))
    world.pass_time(seconds=10)
    assert api.call("DELETE", "/sessions").status == 204
    return api


def deleted(world: World) -> Api:
    api = world.registered()
    assert api.call("DELETE", "/accounts/me").status == 204
    return api


CALLERS: dict[str, Callable[[World], Api]] = {
    "no token": without_a_token,
    "an access token": access_token,
    "a refresh token": refresh_token,
    "a token from before a sign-out": signed_out,
    "a token of a deleted account": deleted,
}
STRANGER = "the id of another user's video"


def everything(world: World) -> list[Any]:
    table = boto3.resource("dynamodb").Table("videos").scan()["Items"]
    objects = [
        world.s3.list_objects_v2(Bucket=each).get("Contents") for each in ("videos", "images")
    ]
    return [table, objects]


def test_the_table_lists_what_is_tested_here() -> None:
    assert refusals("the API").keys() == {*CALLERS, STRANGER}


@pytest.mark.parametrize("kind", CALLERS)
def test_a_caller_is_refused_by_every_route_that_is_not_public(world: World, kind: str) -> None:
    caller = CALLERS[kind](world)
    before = everything(world)

    answers = {route: call(caller, route) for route in protected(world)}

    assert {route: (each.status, each.json["code"]) for route, each in answers.items()} == (
        dict.fromkeys(answers, refusals("the API")[kind])
    )
    assert everything(world) == before


def test_another_users_video_is_not_found_by_any_route(world: World) -> None:
    _, path = completed(world)
    stranger = world.api.as_user()
    routes = [each for each in protected(world) if "{video_id}" in each[1]]
    before = everything(world)

    answers = {route: call(stranger, route, path.removeprefix("/videos/")) for route in routes}

    assert {route: (each.status, each.json["code"]) for route, each in answers.items()} == (
        dict.fromkeys(answers, refusals("the API")[STRANGER])
    )
    assert everything(world) == before


def test_the_owner_is_refused_by_no_route(world: World) -> None:
    """Otherwise the tests above would pass for a route that refuses everybody."""
    owner, path = completed(world, world.registered())
    routes = [each for each in protected(world) if each[0] == "GET"]

    statuses = {route: call(owner, route, path.removeprefix("/videos/")).status for route in routes}

    assert not {401, 403} & set(statuses.values())
    assert 200 in statuses.values()
