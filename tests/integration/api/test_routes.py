"""The routes, who may call them, and the OpenAPI document about them."""

import pytest
from openapi_spec_validator import validate

PUBLIC = {
    ("POST", "/accounts"),
    ("POST", "/accounts/confirm"),
    ("POST", "/accounts/confirm/resend"),
    ("POST", "/accounts/password/forgot"),
    ("POST", "/accounts/password/reset"),
    ("POST", "/sessions"),
    ("POST", "/sessions/refresh"),
    ("GET", "/accounts/unsubscribe"),
    ("POST", "/accounts/unsubscribe"),
    ("GET", "/openapi.json"),
    ("GET", "/health"),
}
AUTHORIZED = {
    ("GET", "/accounts/me"),
    ("PATCH", "/accounts/me"),
    ("DELETE", "/accounts/me"),
    ("DELETE", "/sessions"),
    ("POST", "/videos"),
    ("GET", "/videos"),
    ("GET", "/videos/{video_id}"),
    ("PATCH", "/videos/{video_id}"),
    ("DELETE", "/videos/{video_id}"),
    ("POST", "/videos/{video_id}/retry"),
    ("GET", "/videos/{video_id}/extractions"),
    ("POST", "/videos/{video_id}/extractions"),
    ("GET", "/videos/{video_id}/extractions/{number}"),
    ("POST", "/videos/{video_id}/plan"),
    ("POST", "/videos/{video_id}/cancel"),
    ("GET", "/videos/{video_id}/upload"),
    ("DELETE", "/videos/{video_id}/upload"),
    ("POST", "/videos/{video_id}/upload/complete"),
    ("GET", "/videos/{video_id}/images"),
    ("GET", "/videos/{video_id}/images/{index}"),
    ("GET", "/videos/{video_id}/extras"),
    ("GET", "/videos/{video_id}/extras/{name}"),
    ("GET", "/videos/{video_id}/archive"),
    ("GET", "/videos/{video_id}/manifest"),
}


def entries(world):
    return {
        (method, path): entry
        for path, methods in world.api.app.routes.items()
        for method, entry in methods.items()
    }


def test_the_routes_are_those_of_the_design(world):
    assert entries(world).keys() == PUBLIC | AUTHORIZED


@pytest.mark.parametrize("route", sorted(AUTHORIZED))
def test_a_route_that_is_not_public_carries_the_authorizer(world, route):
    assert entries(world)[route].authorizer is not None


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_a_public_route_carries_no_authorizer(world, route):
    assert entries(world)[route].authorizer is None


def test_the_openapi_document_is_valid_and_lists_every_route(world):
    document = world.api.call("GET", "/openapi.json").json

    validate(document)
    assert document["openapi"].startswith("3.1")
    told = {(m.upper(), path) for path, item in document["paths"].items() for m in item}
    assert told == PUBLIC | AUTHORIZED


def test_the_openapi_document_contains_the_rules_for_requests(world):
    schemas = world.api.call("GET", "/openapi.json").json["components"]["schemas"]

    assert schemas["NewVideo"]["properties"]["size"]["maximum"] == 10 * 2**30
    assert schemas["NewVideo"]["additionalProperties"] is False


def test_the_openapi_document_lists_the_idempotency_key_of_each_idempotent_route(world):
    paths = world.api.call("GET", "/openapi.json").json["paths"]

    found = {
        (method.upper(), path): parameter["schema"]
        for path, item in paths.items()
        for method, operation in item.items()
        for parameter in operation["parameters"]
        if parameter["name"] == "Idempotency-Key"
    }

    assert set(found) == {("POST", "/videos"), ("POST", "/videos/{video_id}/extractions")}
    for rule in found.values():
        assert (rule["type"], rule["minLength"], rule["maxLength"]) == ("string", 1, 255)
    responses = paths["/videos/{video_id}/extractions"]["post"]["responses"]
    assert "`idempotency_key_reused`" in responses["409"]["description"]


def test_health_answers_without_an_accept_header(world):
    assert world.api.call("GET", "/health").json == {"status": "ok"}
