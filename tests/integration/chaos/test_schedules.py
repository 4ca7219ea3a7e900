"""The promises hold in random schedules, and in the fixed stories with single faults. `make chaos`
runs many more. It runs in a process of its own, because the driver replaces the clocks."""

import re
import subprocess
import sys

import pytest

from tests.chaos.stack import ROOT

SCHEDULES, SINGLE_FAULTS = 500, 250


@pytest.mark.timeout(600)
def test_no_promise_is_broken() -> None:
    many = ["--schedules", str(SCHEDULES), "--single-faults", str(SINGLE_FAULTS)]
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.chaos", *many],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert not ran.stderr
    last = ran.stdout.splitlines()[-1]
    found = re.match(r"(\d+) schedules, (\d+) calls, (\d+) faults, 0 violations", last)
    assert found, ran.stdout
    schedules, calls, faults = map(int, found.groups())
    assert schedules >= SCHEDULES + SINGLE_FAULTS
    assert calls > 100 * schedules
    assert faults > SINGLE_FAULTS
