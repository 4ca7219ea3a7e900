"""What the page says because the API says it, too."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from chalicelib import limits
from chalicelib.errors import ApiError
from contracts.failures import ADVICE
from stills.warnings import Code
from tests.infrastructure.conftest import ROOT
from tests.openapi import described

WEB = ROOT / "web"
PARTS = WEB / "src" / "uploads" / "parts.ts"
GENERATOR = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


def test_the_page_sends_files_in_the_parts_that_the_api_wants() -> None:
    products = dict(re.findall(r"^export const (\w+) = (.+);$", PARTS.read_text(), re.MULTILINE))
    assert {name: _product(text) for name, text in products.items()} == {
        "MAX_UPLOAD": limits.MAX_UPLOAD,
        "SINGLE_UPLOAD_MAX": limits.SINGLE_UPLOAD_MAX,
        "PART_SIZE": limits.PART_SIZE,
    }


def _product(text: str) -> int:
    """The value of a product of powers, such as `64 * 2 ** 20`."""
    factors = re.findall(r"(\d+)(?: \*\* (\d+))?", text)
    return math.prod(int(base) ** int(power or 1) for base, power in factors)


@pytest.mark.skipif(
    not (GENERATOR.exists() and shutil.which("node")),
    reason="the page is built with another Node.js",
)
def test_the_types_of_the_page_are_those_of_the_api(tmp_path: Path) -> None:
    document, types = tmp_path / "openapi.json", tmp_path / "schema.d.ts"
    document.write_text(json.dumps(described()))
    flags = ["--default-non-nullable=false", "--output", str(types)]
    node = shutil.which("node")
    assert node
    subprocess.run([node, GENERATOR, document, *flags], check=True, capture_output=True)  # noqa: S603 - ours
    committed = (WEB / "src" / "api" / "schema.d.ts").read_text()
    assert types.read_text() == committed, "run `make schema`"


def test_every_failure_has_a_sentence_in_portuguese() -> None:
    assert _codes("failures") == set(ADVICE)


def test_every_warning_has_a_sentence_in_portuguese() -> None:
    assert _codes("warnings") == set(get_args(Code))


def test_every_problem_has_a_sentence_in_portuguese() -> None:
    assert {each.code for each in _errors_of(ApiError)} <= _codes("problems")


def _errors_of(kind: type[ApiError]) -> Iterator[type[ApiError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _errors_of(each)


def _codes(section: str) -> set[str]:
    """What has Portuguese words in a section of the dictionary. In English, the page shows the
    API's own sentences."""
    text = (WEB / "src" / "i18n" / "pt-BR.ts").read_text()
    words = text.partition(f"\n  {section}: {{\n")[2].partition("\n  },\n")[0]
    return set(re.findall(r"^    (\w+):", words, re.MULTILINE))
