"""`make audit` hides nothing: neither a finding without a reason, nor that it could not look."""

import importlib.util
import json
import sys
import tomllib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.infrastructure.conftest import ROOT


@pytest.fixture(scope="module")
def audit() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["audit"]


EXCEPTION = {
    "tool": "bandit",
    "what": "B101",
    "where": "a/*.py",
    "reason": "Harmless.",
    "date": "2026-11-27",
}


def test_each_exception_has_a_reason_and_a_date(audit: ModuleType) -> None:
    content = tomllib.loads((ROOT / ".ci" / "audit.toml").read_text())

    assert audit.exceptions(content)


@pytest.mark.parametrize("missing", [{"reason": ""}, {"reason": " "}, {"date": ""}])
def test_an_exception_without_a_reason_or_a_date_is_an_error(
    audit: ModuleType, missing: dict[str, str]
) -> None:
    with pytest.raises(KeyError):
        audit.exceptions({"exception": [EXCEPTION | missing]})


def test_an_exception_accepts_only_its_kind_in_its_place(audit: ModuleType) -> None:
    accepted = audit.exceptions({"exception": [EXCEPTION]})
    found = [
        audit.Finding("bandit", "B101", "a/b.py"),
        audit.Finding("bandit", "B102", "a/b.py"),
        audit.Finding("bandit", "B101", "c.py"),
        audit.Finding("pip-audit", "B101", "a/b.py"),
    ]

    new, unused = audit.compared(found, accepted)

    assert new == found[1:]
    assert unused == []


def test_an_exception_that_accepts_nothing_is_named(audit: ModuleType) -> None:
    accepted = audit.exceptions({"exception": [EXCEPTION]})

    assert audit.compared([], accepted) == ([], accepted)


def report(**package: Any) -> str:
    return json.dumps({"dependencies": [{"name": "six", "version": "1.0", "vulns": []} | package]})


def test_a_known_vulnerability_is_a_finding(audit: ModuleType) -> None:
    [found] = audit.known_vulnerabilities("api.txt", report(vulns=[{"id": "PYSEC-1"}]))

    assert (found.what, found.where, found.detail) == ("PYSEC-1", "api.txt", "six 1.0")
    assert audit.known_vulnerabilities("api.txt", report()) == []


def test_a_known_vulnerability_of_the_page_is_found_once(audit: ModuleType) -> None:
    cause = {"name": "vite", "url": "https://advisories.example/GHSA-1"}
    answer = {"vulnerabilities": {"vite": {"via": [cause]}, "vitest": {"via": ["vite", cause]}}}

    [found] = audit.known_vulnerabilities_of_page(json.dumps(answer))

    assert (found.what, found.where, found.detail) == ("GHSA-1", "web/package-lock.json", "vite")
    assert audit.known_vulnerabilities_of_page('{"vulnerabilities": {}}') == []


@pytest.mark.parametrize("answer", ['{"message": "405 Method Not Allowed"}', "npm error\nno name"])
def test_a_page_that_was_not_looked_up_is_not_free_of_vulnerabilities(
    audit: ModuleType, answer: str
) -> None:
    with pytest.raises(audit.NotChecked, match=r"405 Method Not Allowed|no name"):
        audit.known_vulnerabilities_of_page(answer)


@pytest.mark.parametrize(
    "answer", [report(skip_reason="Dependency not found"), "Traceback\nConnectionError: no name"]
)
def test_a_package_that_was_not_looked_up_is_not_free_of_vulnerabilities(
    audit: ModuleType, answer: str
) -> None:
    with pytest.raises(audit.NotChecked):
        audit.known_vulnerabilities("api.txt", answer)
