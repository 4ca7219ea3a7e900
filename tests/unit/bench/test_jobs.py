import pytest

from bench.clips import H264, UHD
from bench.jobs import H264_JOBS, JOBS, MEMORY_UHD, SHORT_AND_LONG, Job, one_in
from stills.cli.main import make_parser
from stills.cli.options import read_options


def test_one_image_in_some_seconds_is_the_same_job_for_every_contender() -> None:
    job = one_in(30, H264)

    assert job.name == "one in 30 s"
    assert job.ours == ("--every", "30")
    assert job.ffmpeg == ((), ("-vf", "fps=1/30"))
    assert job.every == 30


@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.clip.name}, {job.name}")
def test_the_flags_of_every_job_are_flags_of_stills(job: Job) -> None:
    parsed = make_parser().parse_args(["extract", "clip.mp4", *job.ours])

    assert read_options(parsed)


def test_no_two_jobs_have_the_same_name_and_clip() -> None:
    assert len({(job.clip.name, job.name) for job in JOBS}) == len(JOBS)


def test_the_quick_jobs_are_those_of_h264() -> None:
    assert {job.clip.codec for job in H264_JOBS} == {H264.codec}
    assert all(job in JOBS for job in H264_JOBS)


def test_only_4k_may_use_more_memory() -> None:
    larger = {job.clip.name for job in JOBS if job.targets.memory >= MEMORY_UHD}

    assert larger == {UHD.name}


def test_memory_is_compared_for_the_same_job_on_a_short_and_a_long_video() -> None:
    short, long = SHORT_AND_LONG

    assert short.ours == long.ours
    assert long.clip.seconds >= 60 * short.clip.seconds
