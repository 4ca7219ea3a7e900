"""Examples in JSON Schemas: where a field has none of its own, it is made of those of its parts."""

from contextlib import suppress
from typing import Any

_COMPONENT = "#/components/schemas/"
_NULL = {"type": "null"}


def fill(components: dict[str, Any]) -> None:
    """Gives the fields of the components an example if their parts have some, fields with fixed
    texts their type, and the tags that tell the structs of a union apart a description."""
    for component in components.values():
        for schema in component.get("properties", {}).values():
            if all(isinstance(value, str) for value in schema.get("enum", [None])):
                schema["type"] = "string"
            if "description" not in schema and len(schema.get("enum", ())) == 1:
                schema["description"] = f"Always `{schema['enum'][0]}`, by which to tell the kind"
            with suppress(KeyError):
                schema.setdefault("examples", [example_of(schema, components)])


def example_of(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    """Raises KeyError if neither the schema nor its parts have an example."""
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if "$ref" in schema:
        return example_of(components[schema["$ref"].removeprefix(_COMPONENT)], components)
    if "anyOf" in schema:
        return example_of(next(each for each in schema["anyOf"] if each != _NULL), components)
    if schema.get("type") == "array":
        return [example_of(schema["items"], components)]
    return {name: example_of(each, components) for name, each in schema["properties"].items()}
