import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from bench import report
from bench.above_floor import Above
from bench.jobs import H264_JOBS, MIB, Targets
from bench.machine import Machine
from bench.report import MARK, Results
from bench.rounds import Measured, Ratio, Result
from tests.infrastructure.conftest import ROOT

MACHINE = Machine(
    cpu="a CPU",
    cores=2,
    memory_gib=8,
    system="a system",
    python="3",
    av="1",
    opencv="4",
    contenders={"ffmpeg": "9", "system_ffmpeg": "5", "decord": "0.6", "torchcodec": None},
)
JOB = H264_JOBS[0]
USED = Measured(cpu=6, wall=3, memory=10_000 * MIB, images=10, image_size=500_000)
RESULT = Result(
    JOB.name,
    JOB.clip.name,
    {"ours": USED, "ffmpeg": USED, "floor": USED},
    ratio=Ratio(0.9, 0.1),
    floor=Ratio(1.5, 1),
    failed={"decord": "cannot read it"},
)
RESULTS = Results(MACHINE, 3, Ratio(0.9, 1), [RESULT], [Above(0.4, 1.3, -0.2)], [RESULT])


def cells(table: str, row: str) -> list[str]:
    """Those of the row of a clip in the table of a title."""
    _, _, lines = report.tables(RESULTS).partition(table)
    line = next(line for line in lines.splitlines() if line.startswith(f"| {row}"))
    return [cell.strip() for cell in line.split("|")[1:-1]]


def test_ratios_are_shown_beside_their_targets_and_in_bold_if_they_miss_them() -> None:
    assert JOB.targets == Targets(cpu=0.62, wall=0.75, floor=1.12)

    _, _, cpu, wall, floor, memory, _ = cells("Stills in proportion", JOB.clip.name)

    assert cpu == "**0.900** (≤ 0.62)"
    assert wall == "0.100 (≤ 0.75)"
    assert floor == "**1.50** (≤ 1.12)"
    assert memory == "**10000** (≤ 350)"


def test_a_contender_that_cannot_do_a_job_is_shown_as_a_dash() -> None:
    _, _, *used = cells("CPU seconds / wall seconds", JOB.clip.name)

    assert used == ["6.00 / 3.00"] * 3 + ["-"] * 4


def test_what_was_left_out_is_said_with_the_reason() -> None:
    lines = report.tables(RESULTS).splitlines()

    assert any(line.startswith("- torchcodec was left out: ") for line in lines)
    assert f"- decord failed on {JOB.clip.name}: `cannot read it`" in lines


def test_what_is_above_the_floor_is_shown_beside_it() -> None:
    assert cells("of Stills above it", JOB.clip.name)[2:] == ["6.00", "0.40", "1.30", "-0.20"]


def test_the_start_is_shown_beside_its_target() -> None:
    assert "0.90 (≤ 1.5) of the CPU time of importing" in report.tables(RESULTS)


def test_results_are_written_to_a_file_and_below_the_text_of_a_document(tmp_path: Path) -> None:
    path, document = tmp_path / "results.json", tmp_path / "speed.md"
    document.write_text(f"# Speed\n\n{MARK}\nearlier tables\n")

    report.write(RESULTS, path, document)

    written = json.loads(path.read_text())
    assert written["machine"]["cpu"] == "a CPU"
    assert written["jobs"][0]["ratio"] == {"cpu": 0.9, "wall": 0.1}
    assert document.read_text() == f"# Speed\n\n{MARK}\n{report.tables(RESULTS)}"


def test_earlier_results_are_kept_only_on_the_same_machine(tmp_path: Path) -> None:
    path, document = tmp_path / "results.json", tmp_path / "speed.md"
    document.write_text("# Speed\n")
    report.write(RESULTS, path, document)

    assert report.read(path, MACHINE) == RESULTS
    assert report.read(path, replace(MACHINE, cores=64)).jobs == []


@pytest.mark.parametrize("document", [ROOT / "docs/speed.md"])
def test_the_document_shows_the_results_that_are_kept(document: Path) -> None:
    kept = msgspec.json.decode((ROOT / "bench/results.json").read_bytes(), type=Results)

    assert document.read_text().endswith(f"{MARK}\n{report.tables(kept)}")
