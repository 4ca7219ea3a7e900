import json

from msgspec.structs import replace

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
    name="one a second",
    ours=(),
    ffmpeg=((), ()),
    every=None,
    targets=Targets(cpu=0.5, wall=0.9, memory=100 * MIB),
)
USED = Measured(cpu=6, wall=3, memory=120 * MIB, images=10, image_size=500_000)
RESULT = Result("one a second", H264.name, {"ours": USED, "ffmpeg": USED}, Ratio(0.6, 0.8))


def cells(table) -> list[str]:
    return [next(iter(column.cells)) for column in table.columns]


def test_the_table_tells_ratios_beside_their_targets():
    *_, cpu, wall, memory = cells(report.job_table([JOB], [RESULT]))
    assert cpu == "[red]0.600[/] (≤ 0.5)"
    assert wall == "[green]0.800[/] (≤ 0.9)"
    assert memory == "[red]120[/] (≤ 100)"


def test_a_contender_that_cannot_do_a_job_is_a_dash():
    assert "-" in cells(report.job_table([JOB], [RESULT]))


def test_results_are_written_with_the_machine(tmp_path):
    path = tmp_path / "results.json"
    report.write(report.Results(MACHINE, 3, [RESULT], []), path)
    written = json.loads(path.read_text())
    assert written["machine"]["cpu"] == "a CPU"
    assert written["jobs"][0]["ratio"] == {"cpu": 0.6, "wall": 0.8}


def test_what_was_measured_before_is_kept_on_the_same_machine_only(tmp_path):
    # given results that were written
    path = tmp_path / "results.json"
    report.write(report.Results(MACHINE, 3, [RESULT], []), path)
    # then they are read back on that machine
    assert report.read(path, MACHINE).jobs == [RESULT]
    # and begun anew on another
    assert report.read(path, replace(MACHINE, cores=64)).jobs == []
