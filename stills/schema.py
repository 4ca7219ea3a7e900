"""What JSON Schemas say about fields."""

from typing import Any

from msgspec import Meta


def about(description: str, *examples: Any) -> Meta:
    """A sentence for users about a field, and examples of its value in JSON.

    The API's OpenAPI document, the schema of the manifest and the command's `--help` show them.
    """
    return Meta(description=description, examples=list(examples) or None)
