"""`python -m tests.openapi PATH` writes the API's OpenAPI document, from which the page's types are
generated."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(1, str(ROOT / "chalice_app"))

from chalicelib.http.openapi.document import document  # noqa: E402
from chalicelib.routes.meta import ALL  # noqa: E402


def described() -> dict[str, Any]:
    """The document as `GET /openapi.json` answers it, without the version."""
    return document(ALL, "")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(described(), indent=1))
