"""Each route declares the errors that its code can raise, and no others. So the OpenAPI document
has each status that the API can answer."""

import pytest

from chalicelib import errors
from chalicelib.errors import (
    AccountExists,
    ApiError,
    IdempotencyKeyReused,
    InvalidRequest,
    NotConfirmed,
    SessionExpired,
    WeakPassword,
    WrongCode,
)
from chalicelib.http.endpoints import Endpoint
from chalicelib.http.openapi.responses import errors_of
from chalicelib.routes.meta import ALL
from tests.infrastructure.call_graph import CallGraph

ERRORS = {
    f"{errors.__name__}.{name}": kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, ApiError)
}
ENDPOINTS = {
    each.view.__name__: each
    for endpoints in ALL
    for each in endpoints
    if each.view.__name__ != "openapi"  # it names every error, and raises none
}

NOT_RAISED = {
    ("who_am_i", InvalidRequest): "Cognito gets nothing from the user",
    ("sign_out", InvalidRequest): "Cognito gets nothing from the user",
    ("retry_video", IdempotencyKeyReused): "it makes no claim",
    ("unsubscribe", SessionExpired): "suppressed",
}
BY_COGNITO: dict[type[ApiError], set[str]] = {
    NotConfirmed: {"log_in"},
    WeakPassword: {"register", "reset_password"},
    AccountExists: {"register"},
    WrongCode: {"confirm_account", "reset_password"},
}
"""Which routes answer what Cognito says about a user. The code does not tell operations apart."""


def raised(graph: CallGraph, endpoint: Endpoint) -> set[type[ApiError]]:
    view = endpoint.view
    reached = graph.reached_from([f"{view.__module__}.{view.__name__}"]).references
    kinds = {ERRORS[each.name] for each in reached if each.name in ERRORS}
    return {
        kind
        for kind in kinds
        if (view.__name__, kind) not in NOT_RAISED
        and view.__name__ in BY_COGNITO.get(kind, {view.__name__})
    }


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_route_declares_what_it_can_raise(graph: CallGraph, name: str) -> None:
    endpoint = ENDPOINTS[name]

    can_raise = raised(graph, endpoint)

    assert can_raise - set(errors_of(endpoint)) == set()
    assert set(endpoint.errors) - can_raise == set()
