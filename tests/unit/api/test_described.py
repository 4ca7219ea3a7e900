"""The OpenAPI document explains itself: each field, parameter and header has a description and
examples, which are what its schema and the API take."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from chalicelib.http.endpoints import Endpoint
from chalicelib.http.openapi.examples import example_of, fill
from chalicelib.http.openapi.responses import errors_of
from chalicelib.http.parsing import parse_body, parse_query
from chalicelib.routes.meta import ALL
from stills.manifest import Manifest
from tests.openapi import described

Schema = dict[str, Any]
DOCUMENT = described()
ENDPOINTS = [endpoint for endpoints in ALL for endpoint in endpoints]


def fields(document: Schema) -> Iterator[tuple[str, Schema]]:
    """Every field, parameter and header by its path. A parameter or header without a description of
    its own has none."""
    for name, schema in document["components"]["schemas"].items():
        for field, inside in schema.get("properties", {}).items():
            yield f"{name}.{field}", inside
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method.upper()} {path}"
            for parameter in operation["parameters"]:
                yield f"{where} {parameter['name']}", _described(parameter)
            for status, response in operation["responses"].items():
                for name, header in response.get("headers", {}).items():
                    yield f"{where} {status} {name}", _described(_resolved(document, header))


def _described(parameter: Schema) -> Schema:
    return {**parameter["schema"], "description": parameter.get("description")}


def _resolved(document: Schema, part: Schema) -> Schema:
    resolved = document if "$ref" in part else part
    for name in part.get("$ref", "").split("/")[1:]:
        resolved = resolved[name]
    return resolved


def undescribed(document: Schema) -> list[str]:
    return [
        path
        for path, schema in fields(document)
        if not schema.get("description") or not schema.get("examples")
    ]


def wrong_examples(document: Schema) -> list[str]:
    """What is wrong with the examples of a document, by their paths."""
    return [
        f"{path}: {error.message}"
        for path, schema in fields(document)
        for example in schema.get("examples", ())
        for error in Draft202012Validator(
            {"components": document["components"], **schema}, format_checker=FormatChecker()
        ).iter_errors(example)
    ]


def test_every_field_has_a_description_and_an_example() -> None:
    assert len(list(fields(DOCUMENT))) > 200
    assert undescribed(DOCUMENT) == []


def test_every_example_is_what_its_schema_takes() -> None:
    assert wrong_examples(DOCUMENT) == []


@pytest.mark.parametrize(
    ("schema", "missing"),
    [
        ({"description": "A number", "examples": [1]}, []),
        ({"description": "A number"}, ["Pet.age"]),
        ({"examples": [1]}, ["Pet.age"]),
    ],
)
def test_a_field_without_words_is_found(schema: Schema, missing: list[str]) -> None:
    document = {"components": {"schemas": {"Pet": {"properties": {"age": schema}}}}, "paths": {}}

    assert undescribed(document) == missing


def test_a_parameter_and_a_header_without_words_are_found() -> None:
    parameter = {"name": "id", "schema": {"description": "only of the schema", "examples": ["a"]}}
    header = {"description": "without an example", "schema": {"type": "string"}}
    operation = {"parameters": [parameter], "responses": {"200": {"headers": {"ETag": header}}}}
    document = {"components": {"schemas": {}}, "paths": {"/pets": {"get": operation}}}

    assert undescribed(document) == ["GET /pets id", "GET /pets 200 ETag"]


def test_a_wrong_example_is_found() -> None:
    age = {"type": "integer", "examples": ["old"]}
    document = {"components": {"schemas": {"Pet": {"properties": {"age": age}}}}, "paths": {}}

    assert wrong_examples(document) == ["Pet.age: 'old' is not of type 'integer'"]


def test_every_struct_operation_and_tag_has_a_description() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    operations = [each for path in DOCUMENT["paths"].values() for each in path.values()]

    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    assert [each["operationId"] for each in operations if len(each["summary"]) < 5] == []
    assert {tag for each in operations for tag in each["tags"]} == {
        tag["name"] for tag in DOCUMENT["tags"] if tag["description"]
    }


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.view.__name__)
def test_the_api_takes_what_the_document_gives_as_an_example(endpoint: Endpoint) -> None:
    if endpoint.body:
        parse_body(msgspec.json.encode(_example(endpoint.body)), endpoint.body)
    if endpoint.query:
        query = {name: str(value) for name, value in _example(endpoint.query).items()}
        parse_query(query, endpoint.query)
    parameters = _operation(endpoint)["parameters"]
    for parameter in parameters:
        if parameter["in"] == "path":
            kind = endpoint.parameters[parameter["name"]]
            msgspec.convert(example_of(parameter["schema"], {}), kind)


def _example(kind: type) -> Any:
    return example_of({"$ref": f"#/components/schemas/{kind.__name__}"}, _components())


def _components() -> dict[str, Any]:
    components: dict[str, Any] = DOCUMENT["components"]["schemas"]
    return components


def _operation(endpoint: Endpoint) -> Schema:
    operation: Schema = DOCUMENT["paths"][endpoint.path][endpoint.method.lower()]
    return operation


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.view.__name__)
def test_every_refusal_is_a_problem_that_says_when_to_try_again(endpoint: Endpoint) -> None:
    responses = _operation(endpoint)["responses"]
    refusals = {int(status): each for status, each in responses.items() if int(status) >= 400}

    assert set(refusals) == {error.status for error in errors_of(endpoint)}
    assert {429, 500, 503, 504} <= set(refusals)
    for status, refusal in refusals.items():
        [(media_type, content)] = refusal["content"].items()
        assert media_type == "application/problem+json"
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        problems = [_resolved(DOCUMENT, each)["value"] for each in content["examples"].values()]
        assert {problem["status"] for problem in problems} == {status}
        assert ("headers" in refusal) == (status in (429, 503, 504))


def test_the_examples_of_problems_are_problems() -> None:
    for example in DOCUMENT["components"]["examples"].values():
        problem = {"components": DOCUMENT["components"], "$ref": "#/components/schemas/Problem"}
        Draft202012Validator(problem).validate(example["value"])


def test_the_manifest_explains_itself_too() -> None:
    schema = msgspec.json.schema(Manifest, ref_template="#/components/schemas/{name}")
    components = schema["$defs"]
    fill(components)
    document = {"components": {"schemas": components}, "paths": {}}

    assert undescribed(document) == []
    assert wrong_examples(document) == []


def test_an_example_is_made_of_those_of_the_parts() -> None:
    pet = {"properties": {"name": {"examples": ["Tom"]}, "kind": {"enum": ["cat"]}}}
    reference = {"$ref": "#/components/schemas/Pet"}
    fields: Schema = {
        "pets": {"type": "array", "items": reference},
        "best": {"anyOf": [{"type": "null"}, reference]},
        "age": {"type": "integer"},
    }

    fill({"Owner": {"properties": fields}, "Pet": pet})

    tom = {"name": "Tom", "kind": "cat"}
    assert fields["pets"]["examples"] == [[tom]]
    assert fields["best"]["examples"] == [tom]
    assert "examples" not in fields["age"]
