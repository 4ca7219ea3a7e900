#!/usr/bin/env python3
"""`make audit`: known vulnerabilities of dependencies, insecure code and infrastructure, secrets in
files, and bills of materials of what is deployed.

Findings that audit.toml lists, each with a reason and a date, are accepted. The exit code is 0 if
there are no others, 1 if there are, and 3 if the database of vulnerabilities could not be asked.
"""

import fnmatch
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXCEPTIONS = ROOT / ".ci" / "audit.toml"
BILLS = ROOT / "out" / "sbom"
DEPLOYED = ("api", "email", "worker-image")
SOURCES = ("stills", "contracts", "worker", "chalice_app", "email_fn", "deploy", "local")
LINKS = ("chalice_app/vendor", "email_fn/contracts", "email_fn/stills")
"""They lead to files that are checked elsewhere."""
PAGE = ROOT / "web" / "package-lock.json"
TOOLS = Path(sys.executable).parent
CHECKOV = ROOT / ".stills" / "venvs" / "checkov" / "bin" / "checkov"
"""Its pins conflict with those of the other tools."""

FINDINGS, NOT_CHECKED = 1, 3


@dataclass(frozen=True)
class Finding:
    """What a tool found in a file. `what` is the tool's name for this kind of finding."""

    tool: str
    what: str
    where: str
    line: int = 0
    detail: str = ""

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{self.tool}: {place}: {self.what} {self.detail}".rstrip()


@dataclass(frozen=True)
class Accepted:
    """An exception. `where` may contain wildcards."""

    tool: str
    what: str
    where: str

    def covers(self, finding: Finding) -> bool:
        same_kind = (finding.tool, finding.what) == (self.tool, self.what)
        return same_kind and fnmatch.fnmatch(finding.where, self.where)


class NotChecked(Exception):
    """The database of vulnerabilities did not answer about all packages."""


def main() -> int:
    accepted = exceptions(tomllib.loads(EXCEPTIONS.read_text()))
    findings = [*insecure_code(), *insecure_infrastructure(), *secrets()]
    try:
        findings += [*vulnerabilities(), *vulnerabilities_of_page()]
        unchecked = ""
    except NotChecked as error:
        unchecked = str(error)
    write_bills()
    new, unused = compared(findings, accepted)
    for finding in new:
        print(finding)
    for exception in unused:
        if not unchecked or exception.tool not in ("pip-audit", "npm audit"):
            print(f"{EXCEPTIONS.name}: nothing is found any more for {exception}")
            new.append(Finding("audit", "unused exception", EXCEPTIONS.name))
    print(f"{len(findings)} findings, {len(findings) - len(new)} of them accepted in audit.toml")
    print(f"Bills of materials: {BILLS.relative_to(ROOT)}/*.json")
    if unchecked:
        print(f"Known vulnerabilities were not checked: {unchecked}")
    if new:
        return FINDINGS
    return NOT_CHECKED if unchecked else 0


def exceptions(content: dict[str, Any]) -> list[Accepted]:
    """Raises KeyError for an exception without a reason or a date."""
    for each in content["exception"]:
        if not each["reason"].strip() or not each["date"]:
            raise KeyError("reason")
    return [Accepted(each["tool"], each["what"], each["where"]) for each in content["exception"]]


def compared(
    findings: list[Finding], accepted: list[Accepted]
) -> tuple[list[Finding], list[Accepted]]:
    """The findings that are not accepted, and the exceptions that accept nothing."""
    new = [each for each in findings if not any(one.covers(each) for one in accepted)]
    unused = [one for one in accepted if not any(one.covers(each) for each in findings)]
    return new, unused


def insecure_code() -> Iterator[Finding]:
    links = ",".join(f"./{each}" for each in LINKS)
    report = run("bandit", "--quiet", "--format", "json", "-x", links, "-r", *SOURCES)
    for each in json.loads(report)["results"]:
        yield Finding(
            "bandit", each["test_id"], each["filename"], each["line_number"], each["issue_text"]
        )


def insecure_infrastructure() -> Iterator[Finding]:
    """Each is found in a resource, `template.yaml/VideosBucket`."""
    options = ("--framework", "cloudformation", "--compact", "--quiet", "--output", "json")
    report = run(str(CHECKOV), "--file", "template.yaml", *options)
    for each in json.loads(report)["results"]["failed_checks"]:
        name = each["resource"].rpartition(".")[2]
        line = each["file_line_range"][0]
        yield Finding(
            "checkov", each["check_id"], f"template.yaml/{name}", line, each["check_name"]
        )


def secrets() -> Iterator[Finding]:
    """The files that git knows, but for the lists of hashes."""
    known = run(shutil.which("git") or "git", "ls-files")
    lists = (".txt", "package-lock.json")
    files = [each for each in known.splitlines() if not each.endswith(lists)]
    report = json.loads(run("detect-secrets", "scan", *files))
    for where, found in report["results"].items():
        for each in found:
            yield Finding("detect-secrets", each["type"], where, each["line_number"])


def vulnerabilities() -> list[Finding]:
    """Raises NotChecked."""
    found = []
    for pins in sorted((ROOT / "requirements").glob("*.txt")):
        where = f"requirements/{pins.name}"
        report = run(
            *("pip-audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"),
            *("--format", "json", "--requirement", where),
        )
        found += known_vulnerabilities(where, report)
    return found


def known_vulnerabilities(where: str, report: str) -> list[Finding]:
    """pip-audit's report on a file. It passes over a package of which the database knows nothing,
    and without the database that is each of them. Raises NotChecked."""
    if not report.startswith("{"):
        raise NotChecked(report.strip().rpartition("\n")[-1])
    packages = json.loads(report)["dependencies"]
    skipped = [each for each in packages if "skip_reason" in each]
    if skipped:
        raise NotChecked(
            f"{len(skipped)} of {len(packages)} packages of {where} are unknown to the database"
        )
    return [
        Finding("pip-audit", known["id"], where, detail=f"{each['name']} {each['version']}")
        for each in packages
        for known in each["vulns"]
    ]


def vulnerabilities_of_page() -> list[Finding]:
    """Of all packages of the page, since those that build it are in it too. Raises NotChecked."""
    return known_vulnerabilities_of_page(npm("audit", "--json"))


def known_vulnerabilities_of_page(report: str) -> list[Finding]:
    """npm's report. Raises NotChecked."""
    found = json.loads(report) if report.startswith("{") else {}
    if "vulnerabilities" not in found:
        raise NotChecked(found.get("message", report.strip().rpartition("\n")[-1]))
    advisories = {
        (cause["url"].rpartition("/")[-1], cause["name"])
        for package in found["vulnerabilities"].values()
        for cause in package["via"]
        if isinstance(cause, dict)  # the name of another package is a consequence
    }
    where = str(PAGE.relative_to(ROOT))
    return [Finding("npm audit", what, where, detail=name) for what, name in sorted(advisories)]


def npm(command: str, *options: str) -> str:
    return run(
        *(shutil.which("npm") or "npm", "--prefix", str(PAGE.parent)),
        *(command, "--package-lock-only", *options),
    )


def write_bills() -> None:
    BILLS.mkdir(parents=True, exist_ok=True)
    for name in DEPLOYED:
        target = BILLS / f"{name}.json"
        pins = f"requirements/{name}.txt"
        run("cyclonedx-py", "requirements", "--output-reproducible", "-o", str(target), pins)
    (BILLS / "page.json").write_text(npm("sbom", "--sbom-format", "cyclonedx"))


def run(tool: str, *arguments: str) -> str:
    """What a tool writes. Its exit code only says whether it found something."""
    command = [str(TOOLS / tool), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout or done.stderr


if __name__ == "__main__":
    sys.exit(main())
