import json
from pathlib import Path

from msgspec.structs import replace
from rich.table import Table

from bench import report
from bench.clips import H264
from bench.jobs import MIB, Job, Targets
from bench.machine import Machine
from bench.rounds import Measured, Ratio, Result

MACHINE = Machine(
    cpu="a CPU",
    cores=2,
    memory_gib=8,
    system="a system",
    python="3",
    ffmpeg="5",
    av="1",
    opencv="4",
)
JOB = Job(
    name="one per second",
    ours=(),
    ffmpeg=((), ()),
    every=None,
    targets=Targets(cpu=0.5, wall=0.9, memory=100 * MIB),
)
USED = Measured(cpu=6, wall=3, memory=120 * MIB, images=10, image_size=500_000)
RESULT = Result("one per second", H264.name, {"ours": USED, "ffmpeg": USED}, Ratio(0.6, 0.8))


def cells(table: Table) -> list[str]:
    """Those of the first row."""
    return [str(next(iter(column.cells))) for column in table.columns]


def test_the_table_shows_ratios_beside_their_targets() -> None:
    *_, cpu, wall, memory = cells(report.job_table([JOB], [RESULT]))

    assert cpu == "[red]0.600[/] (≤ 0.5)"
    assert wall == "[green]0.800[/] (≤ 0.9)"
    assert memory == "[red]120[/] (≤ 100)"


def test_a_contender_that_cannot_do_a_job_is_shown_as_a_dash() -> None:
    assert "-" in cells(report.job_table([JOB], [RESULT]))


def test_results_are_written_with_the_machine_on_which_they_were_measured(tmp_path: Path) -> None:
    path = tmp_path / "results.json"

    report.write(report.Results(MACHINE, 3, [RESULT], []), path)

    written = json.loads(path.read_text())
    assert written["machine"]["cpu"] == "a CPU"
    assert written["jobs"][0]["ratio"] == {"cpu": 0.6, "wall": 0.8}


def test_earlier_results_are_kept_only_on_the_same_machine(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    report.write(report.Results(MACHINE, 3, [RESULT], []), path)

    assert report.read(path, MACHINE).jobs == [RESULT]
    assert report.read(path, replace(MACHINE, cores=64)).jobs == []
