"""`python -m tests.chaos.mutants`: removes one guard at a time from a copy of the project, and
shows that the driver notices each.

A mutant that the driver does not notice is either a guard that nothing needs, or a hole of the
driver. `python -m tests.chaos.mutants turn` tries only those with a word in their name.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.guards import MUTANTS, Mutant
from tests.chaos.stack import ROOT

SCHEDULES = 1500
NEEDED = ("chalice_app", "email_fn", "worker", "contracts", "stills", "tests", ".chalice")


def main() -> int:
    chosen = [mutant for mutant in MUTANTS if all(word in mutant.guard for word in sys.argv[1:])]
    missed = [mutant.guard for mutant, is_noticed in _results(chosen) if not is_noticed]
    print(f"{len(chosen)} mutants, {len(missed)} not noticed")
    return 1 if missed else 0


def _results(chosen: list[Mutant]) -> Iterator[tuple[Mutant, bool]]:
    for mutant in chosen:
        with tempfile.TemporaryDirectory() as folder:
            broken = _broken_promise(_copy(Path(folder), mutant))
        print(f"{mutant.guard}: {broken or 'NOT NOTICED'}", flush=True)
        yield mutant, bool(broken)


def _copy(folder: Path, mutant: Mutant) -> Path:
    for name in NEEDED:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=ignored)
    shutil.copy(ROOT / "template.yaml", folder)
    file = folder / mutant.file
    text = file.read_text()
    if mutant.old not in text:
        raise SystemExit(f"{mutant.file} does not contain what is to be removed: {mutant.guard}")
    file.write_text(text.replace(mutant.old, mutant.new))
    return folder


def _broken_promise(folder: Path) -> str:
    """The first promise that is found broken, in random schedules or else by a single fault; empty
    if there is none."""
    random, single = ["--single-faults", "0", "--schedules", str(SCHEDULES)], ["--schedules", "0"]
    return _run(folder, random) or _run(folder, single)


def _run(folder: Path, arguments: list[str]) -> str:
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.chaos", "--until-broken", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.stderr:
        raise SystemExit(ran.stderr)
    headings = [line for line in ran.stdout.splitlines() if line.startswith("=== ")]
    return headings[0].removeprefix("=== ") if headings else ""


if __name__ == "__main__":
    sys.exit(main())
