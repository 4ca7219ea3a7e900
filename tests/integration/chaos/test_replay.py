"""A schedule repeats exactly, in another process too. It runs in processes of its own, because the
driver replaces the clocks."""

import subprocess
import sys

from tests.chaos.stack import ROOT


def story_of(seed: int) -> list[str]:
    command = [sys.executable, "-m", "tests.chaos", "--seed", str(seed), "--reads"]
    ran = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not ran.stderr
    return ran.stdout.splitlines()[:-1]  # the last line has the speed


def test_a_seed_tells_the_same_story_twice() -> None:
    first = story_of(7)
    assert len(first) > 20
    assert story_of(7) == first
