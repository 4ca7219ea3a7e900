"""Use cases receive their adapters: importing one loads no client of AWS and no web framework."""

import subprocess
import sys

import pytest

from tests.infrastructure.conftest import ROOT

USE_CASES = [
    "chalicelib.accounts.deletion",
    "chalicelib.accounts.model",
    "chalicelib.cursors",
    "chalicelib.errors",
    "chalicelib.services",
    "chalicelib.videos.bounds",
    "chalicelib.videos.deletion",
    "chalicelib.videos.effects",
    "chalicelib.videos.images",
    "chalicelib.videos.ingest",
    "chalicelib.videos.lifecycle",
    "chalicelib.videos.model",
    "chalicelib.videos.parts",
    "chalicelib.videos.plans",
    "chalicelib.videos.quotas",
    "chalicelib.videos.registration",
    "chalicelib.videos.results",
    "chalicelib.videos.search",
    "chalicelib.videos.status",
    "chalicelib.videos.sweep",
    "chalicelib.videos.transitions",
    "chalicelib.videos.turns",
    "chalicelib.videos.uploads",
    "chalicelib.videos.views",
]
ADAPTERS = {
    "chalicelib.accounts.directory",
    "chalicelib.accounts.records",
    "chalicelib.accounts.repository",
    "chalicelib.table",
    "chalicelib.videos.jobs",
    "chalicelib.videos.objects",
    "chalicelib.videos.records",
    "chalicelib.videos.repository",
    "chalicelib.videos.running",
    "chalicelib.videos.usage",
}
APP = ROOT / "chalice_app"
FOREIGN = {"aws_lambda_powertools", "boto3", "botocore", "chalice", "pynamodb"}


def imported_by(module: str) -> set[str]:
    """The top-level packages and the modules of ours that an import of `module` loads."""
    ran = subprocess.run(  # noqa: S603 - the code is ours
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"],
        cwd=APP,  # as deployed: the parts of `stills` that the API carries
        env={"PYTHONPATH": str(APP / "vendor")},
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(ran.stdout.split())
    return {name.partition(".")[0] for name in modules} | modules


def test_every_module_is_a_use_case_or_an_adapter() -> None:
    found = {
        f"chalicelib.{file.parent.name}.{file.stem}"
        for package in ("accounts", "videos")
        for file in (APP / "chalicelib" / package).glob("*.py")
        if file.stem != "__init__"
    }

    assert found <= {*USE_CASES, *ADAPTERS}


@pytest.mark.parametrize("module", USE_CASES)
def test_a_use_case_imports_no_adapter(module: str) -> None:
    assert imported_by(module).isdisjoint(FOREIGN | ADAPTERS)


def test_contracts_import_only_what_every_deployable_carries() -> None:
    modules = [f"contracts.{file.stem}" for file in (ROOT / "contracts").glob("[a-z]*.py")]

    imported = imported_by(", ".join(modules))

    assert imported.isdisjoint(FOREIGN)
    ours = {name for name in imported if name.startswith("stills.")}
    carried = {"errors", "manifest", "names", "options", "schema", "syntax", "timing"}
    carried |= {"warnings", "wording"}
    assert ours <= {f"stills.{module}" for module in carried}
