"""The OpenAPI document says what endpoints declare."""

from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct

from chalicelib.errors import VideoNotFound
from chalicelib.http.endpoints import Call, Endpoints
from chalicelib.http.openapi.document import document
from stills.schema import about

Id = Annotated[str, Meta(pattern="^[a-f]+"), about("The id of a pet", "abc")]


class Query(Struct):
    limit: int = 5
    color: Literal["black", "white"] | None = None


class Body(Struct):
    name: str


class OptionalBody(Struct):
    name: str = "Tom"


class Cat(Struct, tag=True):
    pass


class Dog(Struct, tag=True):
    pass


@pytest.fixture
def operation() -> dict[str, Any]:
    """POST /pets/{id}, with all that an endpoint can declare."""
    pets = Endpoints("pets", "All pets.")

    @pets.route(
        "POST",
        "/pets/{id}",
        body=Body,
        query=Query,
        returns=Cat | Dog,
        status=201,
        headers={"Location": Annotated[str, about("The pet", "pets/abc")]},
        idempotent=True,
        conditional=True,
        errors=(VideoNotFound,),
    )
    def create_pet(call: Call, id: Id, body: Body, query: Query) -> None:
        """Create a pet, which
        may be tame. It needs a name.
        """

    described: dict[str, Any] = document([pets], "1")["paths"]["/pets/{id}"]["post"]
    return described


def test_an_operation_has_a_name_and_a_summary(operation: dict[str, Any]) -> None:
    assert operation["operationId"] == "create_pet"
    assert operation["summary"] == "Create a pet, which may be tame"
    assert operation["description"] == "It needs a name."
    assert operation["tags"] == ["pets"]


def test_parameters_come_from_the_path_the_query_and_idempotency(
    operation: dict[str, Any],
) -> None:
    places = {(each["in"], each["name"]) for each in operation["parameters"]}

    assert places == {
        ("path", "id"),
        ("query", "limit"),
        ("query", "color"),
        ("header", "Idempotency-Key"),
        ("header", "If-None-Match"),
    }


def test_a_parameter_of_the_path_has_the_type_of_the_views_argument(
    operation: dict[str, Any],
) -> None:
    [parameter] = [each for each in operation["parameters"] if each["in"] == "path"]

    assert parameter == {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The id of a pet",
        "schema": {
            "type": "string",
            "pattern": "^[a-f]+",
            "description": "The id of a pet",
            "examples": ["abc"],
        },
    }


def test_a_parameter_of_the_query_is_left_out_rather_than_null(operation: dict[str, Any]) -> None:
    schemas = {each["name"]: each["schema"] for each in operation["parameters"]}

    assert schemas["color"] == {"enum": ["black", "white"], "examples": ["black"]}
    assert schemas["limit"] == {"type": "integer", "default": 5}
    assert not any(each["required"] for each in operation["parameters"] if each["in"] == "query")


@pytest.mark.parametrize(("body", "is_required"), [(Body, True), (OptionalBody, False)])
def test_a_body_is_required_if_one_of_its_fields_is(body: type, is_required: bool) -> None:
    pets = Endpoints("pets")
    pets.route("POST", "/pets", body=body)(lambda call: None)

    described = document([pets], "1")["paths"]["/pets"]["post"]

    assert described["requestBody"]["required"] is is_required


def test_a_union_is_one_of_its_types(operation: dict[str, Any]) -> None:
    schema = operation["responses"]["201"]["content"]["application/json"]["schema"]

    assert schema == {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
    }


def test_responses_list_the_codes_of_errors(operation: dict[str, Any]) -> None:
    descriptions = {
        status: response["description"] for status, response in operation["responses"].items()
    }

    assert descriptions == {
        "201": "It was created",
        "304": "Nothing has changed since the answer with this ETag",
        "400": "`malformed_body`, `invalid_request`",
        "401": "`not_signed_in`, `account_deleted`, `session_expired`",
        "404": "`video_not_found`",
        "409": "`idempotency_key_reused`",
        "413": "`body_too_large`",
        "429": "`too_many_requests`",
        "500": "`internal_error`",
        "503": "`unavailable`",
        "504": "`unavailable`",
    }


def test_an_answer_says_which_headers_it_has(operation: dict[str, Any]) -> None:
    headers = {
        status: list(response["headers"])
        for status, response in operation["responses"].items()
        if "headers" in response
    }

    assert headers == {
        "201": ["Location", "ETag"],
        "304": ["ETag"],
        "429": ["Retry-After"],
        "503": ["Retry-After"],
        "504": ["Retry-After"],
    }


def test_the_routes_are_where_the_document_is() -> None:
    assert document([], "1")["servers"][0]["url"] == "."


def test_a_public_file_needs_no_token_and_has_its_media_types() -> None:
    files = Endpoints("files")

    @files.route("GET", "/file", returns=bytes, media_types=("image/png",), public=True)
    def show_file(call: Call) -> None:
        """Show a file."""

    operation = document([files], "1")["paths"]["/file"]["get"]

    assert operation["security"] == []
    assert list(operation["responses"]["200"]["content"]) == ["image/png"]
    assert list(operation["responses"]) == ["200", "429", "500", "503", "504"]
