import shutil

import pytest

from bench import rounds
from bench.clips import Clip
from bench.jobs import H264_JOBS, Job
from bench.usage import Usage

TINY = Clip(name="tiny", width=64, height=36, frames=50, repeats=2)


def test_ratios_are_medians_over_rounds(tmp_path, monkeypatch):
    # given three rounds, one of them disturbed
    spent = iter([(1, 2), (9, 2), (1, 4)])
    monkeypatch.setattr(rounds, "CONTENDERS", {"ours": noting(0), "ffmpeg": noting(1)})
    monkeypatch.setattr(rounds, "run", taking(spent))
    # when they are measured
    result = rounds.measure(Job(name="", clip=TINY, ours=(), ffmpeg=((), ()), every=1), tmp_path, 3)
    # then the ratio is the one in the middle, not that of the medians
    assert result.ratio == rounds.Ratio(cpu=0.5, wall=0.5)


def noting(which: int):
    def contender(job, video, folder):
        (folder / "1.jpg").write_bytes(b"image")
        return [str(which)]

    return contender


def taking(spent):
    pair: list[tuple[int, int]] = []

    def run(command):
        if command == ["0"]:
            pair[:] = [next(spent)]
        seconds = pair[0][int(command[0])]
        return Usage(cpu=seconds, wall=seconds, memory=1)

    return run


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize(
    "job", [job for job in H264_JOBS if job.name != "one in 30 s"], ids=lambda job: job.name
)
def test_all_contenders_do_the_same_job(tmp_path, job):
    # given a job, on a tiny clip
    tiny = Job(name=job.name, clip=TINY, ours=job.ours, ffmpeg=job.ffmpeg, every=job.every)
    # when each contender does it
    result = rounds.measure(tiny, tmp_path, 1)
    # then each extracts as many images
    assert len({measured.images for measured in result.contenders.values()}) == 1
    # and leaves nothing but the clip
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.mp4"]
