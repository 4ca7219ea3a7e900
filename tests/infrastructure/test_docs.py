"""The documents point at what exists, and documents and code use the same words."""

import ast
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from deploy import parameters
from stills.options import ExtractionOptions
from tests.infrastructure.conftest import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")])
SOURCES = ("bench", "chalice_app", "contracts", "deploy", "email_fn", "local", "stills", "worker")

RETIRED = {
    "arrivals": "ingest",
    "moment": "sample time",
    "moments": "sample times",
    "sparing": "selective decoding",
    "stretches": "segments",
    "survey": "scan, timeline",
    "surveys": "scans, timelines",
}
"""Words that the glossary replaced, with the words that replaced them."""


def relative_links(document: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(document: Path) -> set[str]:
    """The anchors that GitHub gives to a document's headings."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in relative_links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_command_exists(document: Path) -> None:
    commands = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = set(re.findall(r"^\$ .*\bmake ([a-z-]+)|`make ([a-z-]+)", document.read_text(), re.M))

    assert {name for pair in named for name in pair if name} <= commands


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_parameter_in_a_command_is_accepted(document: Path) -> None:
    for given in re.findall(r'PARAMETERS="([^"]+)"', document.read_text()):
        certificate = "certificate/01234567-89ab-cdef-0123-456789abcdef"
        arguments = given.replace(":…", f":000000000000:{certificate}")
        assert parameters.parse(shlex.split(arguments)), given


def glossary() -> list[str]:
    rows = (ROOT / "docs" / "glossary.md").read_text().split("|---|---|\n")[1]
    return re.findall(r"^\| ([^|]+) \|", rows, re.MULTILINE)


def test_the_glossary_is_sorted_and_defines_each_term_once() -> None:
    terms = [term.lower() for term in glossary()]

    assert terms
    assert all(one < other for one, other in pairwise(terms))


def test_the_glossary_defines_each_term_in_one_line() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text().splitlines()

    assert all(
        line.endswith(". |") for line in lines if line.startswith("| ") and "term" not in line
    )


def test_every_option_is_documented() -> None:
    page = (ROOT / "docs" / "library.md").read_text()

    for field in msgspec.structs.fields(ExtractionOptions):
        assert f"`{field.name}`" in page


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_use_no_retired_word(document: Path) -> None:
    words = set(re.findall(r"[a-z]+", document.read_text().lower()))

    assert {word: RETIRED[word] for word in words & RETIRED.keys()} == {}


@pytest.mark.parametrize("folder", SOURCES)
def test_no_name_in_the_code_contains_a_retired_word(folder: str) -> None:
    found = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for name in names(path):
            for word in re.findall(r"[A-Z]?[a-z]+", name):
                if word.lower() in RETIRED:
                    found[f"{path.relative_to(ROOT)}: {name}"] = RETIRED[word.lower()]

    assert found == {}


def names(path: Path) -> Iterator[str]:
    """The names of a module, its classes and its functions."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
