"""Who may call what: the table in SECURITY.md, which the tests of the routes take as their
expectation."""

import re
from pathlib import Path

SECURITY = Path(__file__).parents[1] / "SECURITY.md"
_ROW = re.compile(r"^\| (.+?) \| (\d+) `(\w+)` \| (.+?) \|$", re.MULTILINE)


def refusals(by: str) -> dict[str, tuple[int, str]]:
    """The status and the code with which `by`, API Gateway or the API, answers each kind of
    request, on every route that is not public."""
    rows = _ROW.findall(SECURITY.read_text())
    return {
        kind: (int(status), code)
        for kind, status, code, deciders in rows
        if by in deciders.split(", ")
    }
