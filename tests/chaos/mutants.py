"""`python -m tests.chaos.mutants`: removes one guard at a time from a copy of the project, and
shows that the driver notices each.

A mutant that the driver does not notice is either a guard that nothing needs, or a hole of the
driver. If the code of a guard changes, so does its line here.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.stack import ROOT

SCHEDULES = 1500
NEEDED = ("chalice_app", "email_fn", "worker", "contracts", "stills", "tests", ".chalice")
_API = "chalice_app/chalicelib"


@dataclass(frozen=True)
class Mutant:
    """`old` is replaced by `new` in a file."""

    guard: str
    file: str
    old: str
    new: str


MUTANTS = (
    Mutant(
        "a change of status depends on the status",
        f"{_API}/videos/repository.py",
        "video, _may(event), at, TRANSITIONS[event].to,",
        "video, VideoRecord.video_id.exists(), at, TRANSITIONS[event].to,",
    ),
    Mutant(
        "a write depends on the attempt",
        f"{_API}/videos/repository.py",
        "same = (VideoRecord.extraction == video.extraction) & "
        "(VideoRecord.attempt == video.attempt)",
        "same = VideoRecord.video_id.exists()",
    ),
    Mutant(
        "a result counts only for its attempt",
        f"{_API}/videos/results.py",
        "(video.extraction, video.attempt) != (event.extraction, event.attempt)",
        "False",
    ),
    Mutant(
        "the next extraction waits for what the last one owes",
        f"{_API}/videos/repository.py",
        "condition & VideoRecord.due_at.does_not_exist()",
        "condition",
    ),
    Mutant(
        "nothing is created for a deleted account",
        f"{_API}/videos/repository.py",
        "            self._accounts.require_existing(transaction, video.user_id)\n",
        "",
    ),
    Mutant(
        "tokens of a deleted account are refused",
        f"{_API}/accounts/model.py",
        "            raise AccountDeleted\n",
        "            return\n",
    ),
    Mutant(
        "tokens from before a sign-out are refused",
        f"{_API}/accounts/model.py",
        "            raise SessionExpired\n",
        "            return\n",
    ),
    Mutant(
        "what happens to a video does not bring it back",
        f"{_API}/videos/repository.py",
        "video, VideoRecord.video_id.exists() & unknown,",
        "video, unknown | VideoRecord.video_id.does_not_exist(),",
    ),
    Mutant(
        "a deletion is finished by the sweep",
        f"{_API}/videos/deletion.py",
        "    due = next_pass(video.deleted_at or services.now(), services.now())\n",
        "    return\n",
    ),
    Mutant(
        "a deletion aborts uploads",
        f"{_API}/videos/effects.py",
        "    services.objects.abort_uploads(prefix)\n",
        "",
    ),
    Mutant(
        "a queued video has a due time",
        f"{_API}/videos/transitions.py",
        '    "queued": limits.QUEUED_PATIENCE,\n',
        '    "queued": timedelta(days=1000),\n',
    ),
    Mutant(
        "a finished video has a due time until its owner is notified",
        f"{_API}/videos/transitions.py",
        '    "completed": limits.ANNOUNCE_PATIENCE,\n    "failed": limits.ANNOUNCE_PATIENCE,\n',
        '    "completed": timedelta(days=1000),\n    "failed": timedelta(days=1000),\n',
    ),
    Mutant(
        "a silent worker's job is handed on",
        f"{_API}/videos/lifecycle.py",
        '    """Gives the job of a worker that is silent to another one, unless its result is '
        'there."""\n',
        "    return\n",
    ),
    Mutant(
        "a video is counted with what was checked",
        f"{_API}/videos/usage.py",
        "            _unchanged(used),\n",
        "",
    ),
    Mutant(
        "an inbox object above the quota becomes a failed video",
        f"{_API}/videos/registration.py",
        "        return _store(services, failed, claim, lambda: None)\n",
        "        return failed\n",
    ),
    Mutant(
        "a turn is given only if there is one",
        f"{_API}/videos/running.py",
        "(size(running) < bound)",
        "running.exists()",
    ),
    Mutant(
        "who ends a turn starts the next extraction",
        f"{_API}/videos/turns.py",
        "        services.running.remove(video)\n        start_waiting(services, video.user_id)\n",
        "        services.running.remove(video)\n",
    ),
    Mutant(
        "a turn ends with its extraction",
        f"{_API}/videos/transitions.py",
        '    "completed": ("pass_turn_on", "announce"),\n',
        '    "completed": ("announce",),\n',
    ),
    Mutant(
        "a canceled extraction's worker is stopped",
        f"{_API}/videos/transitions.py",
        '"canceled", "", ("stop_worker", "pass_turn_on", "abort_uploads")',
        '"canceled", "", ("abort_uploads",)',
    ),
    Mutant(
        "images that nobody wants are deleted",
        f"{_API}/videos/results.py",
        "        _delete_if_unwanted(services, event)\n",
        "        pass\n",
    ),
    Mutant(
        "a key stands for one request",
        f"{_API}/videos/repository.py",
        "        if found.fingerprint != _fingerprint(claim):\n            raise "
        "IdempotencyKeyReused\n",
        "",
    ),
    Mutant(
        "a key creates one thing",
        f"{_API}/videos/repository.py",
        "ClaimRecord.sort.does_not_exist() | (ClaimRecord.expires_at < now)",
        "ClaimRecord.sort.exists() | ClaimRecord.sort.does_not_exist()",
    ),
    Mutant(
        "an e-mail is sent once",
        "email_fn/notifications/once.py",
        "        act_once(key=key)\n",
        "        action()\n",
    ),
    Mutant(
        "a job is acknowledged after its effect",
        "worker/handler.py",
        "        raise\n",
        "        return\n",
    ),
    Mutant(
        "a result is acknowledged after its effect",
        f"{_API}/triggers/queues.py",
        "            raise\n",
        "            return\n",
    ),
)


def main() -> int:
    missed = [mutant.guard for mutant, is_noticed in _results() if not is_noticed]
    print(f"{len(MUTANTS)} mutants, {len(missed)} not noticed")
    return 1 if missed else 0


def _results() -> Iterator[tuple[Mutant, bool]]:
    for mutant in MUTANTS:
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
    """The first promise that the driver finds broken; empty if there is none."""
    command = [sys.executable, "-m", "tests.chaos", "--until-broken", "--single-faults", "0"]
    ran = subprocess.run(  # noqa: S603 - our own command
        [*command, "--schedules", str(SCHEDULES)],
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
