"""Endpoints: routes declared once, with the types that parse requests and make the OpenAPI."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from chalicelib.errors import ApiError
from chalicelib.services import Services

View = Callable[..., Any]


@dataclass(frozen=True)
class User:
    """The caller: `id` is the Cognito `sub`."""

    id: str
    username: str
    email: str


@dataclass(frozen=True)
class Call:
    """One authenticated request. The names in `headers` are in lower case. `idempotency_key` is
    None if the client sent none, and for an endpoint that is not idempotent."""

    services: Services
    headers: Mapping[str, str]
    user: User
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Reply:
    """An answer that is not just the endpoint's status with a JSON body."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Endpoint:
    """A route. `parameters` are the types of the path's parameters by name; `body` and `query` are
    the types of its JSON body and its query string. `returns` is the type of its answer: bytes for
    a file of one of the `media_types`, None for no body; `headers` are the types of its headers by
    name; `also` are other statuses of success, with what they mean. An `idempotent` endpoint
    accepts an Idempotency-Key header, and a `conditional` one an If-None-Match header. A `public`
    one needs no token."""

    method: str
    path: str
    view: View
    summary: str
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    body: type | None = None
    query: type | None = None
    returns: Any = None
    media_types: tuple[str, ...] = ("image/*",)
    headers: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[int, str] = field(default_factory=dict)
    public: bool = False
    conditional: bool = False
    idempotent: bool = False
    errors: tuple[type[ApiError], ...] = ()


class Endpoints:
    """The endpoints of one part of the API, in the order of their declaration. `tag` is the name of
    the part, and `description` says what it is for."""

    def __init__(self, tag: str, description: str = "") -> None:
        self.tag = tag
        self.description = description
        self._endpoints: list[Endpoint] = []

    def __iter__(self) -> Iterator[Endpoint]:
        return iter(self._endpoints)

    def route(self, method: str, path: str, **declared: Any) -> Callable[[View], View]:
        """Declares the decorated function as the view of `method path`. The view is called with a
        Call, the path's parameters by name, and `body` and `query` if they are declared. A
        parameter's type is that of the view's argument. The first sentence of the view's docstring
        is the summary, and the others are the description."""

        def declare(view: View) -> View:
            summary, _, description = " ".join((view.__doc__ or "").split()).partition(". ")
            summary = summary.removesuffix(".")
            types = get_type_hints(view, include_extras=True)
            names = re.findall(r"{(\w+)}", path)
            parameters = {name: types.get(name, str) for name in names}
            self._endpoints.append(
                Endpoint(method, path, view, summary, description, parameters, **declared)
            )
            return view

        return declare
