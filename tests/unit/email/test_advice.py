import re
from pathlib import Path

import pytest

from notifications.advice import advice_for
from stills.errors import VideoError
from worker.errors import SourceMissing

ROOT = Path(__file__).parents[3]
UNKNOWN = advice_for("invented_yesterday")


def worker_codes() -> list[str]:
    return sorted(kind.code for kind in (*VideoError.__subclasses__(), SourceMissing))


@pytest.mark.parametrize("code", worker_codes())
def test_each_permanent_error_of_the_worker_has_advice_of_its_own(code: str) -> None:
    assert advice_for(code) != UNKNOWN


@pytest.mark.parametrize(
    "code", ["upload_mismatch", "not_started", "timed_out", "worker_failed", "result_lost"]
)
def test_each_failure_that_the_api_finds_has_advice_of_its_own(code: str) -> None:
    sources = (ROOT / "chalice_app" / "chalicelib").rglob("*.py")

    assert any(re.search(rf'"{code}"', source.read_text()) for source in sources)
    assert advice_for(code) != UNKNOWN


def test_a_code_that_is_new_here_has_advice() -> None:
    assert "again" in UNKNOWN
