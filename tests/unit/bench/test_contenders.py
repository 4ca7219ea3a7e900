import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import contenders
from bench.contenders import (
    CONTENDERS,
    FFMPEG_QUALITY,
    NEEDED,
    QUALITY,
    WHY_NOT,
    decord,
    ffmpeg,
    floor,
    missing,
    opencv,
    ours,
    torchcodec,
    versions,
)
from bench.jobs import JOBS, NO_REFERENCE, Job

VIDEO, OTHER, FOLDER = Path("clip.mp4"), Path("other clip.mp4"), Path("out folder")
JOB = Job(
    name="a job",
    ours=("--every", "2"),
    ffmpeg=(("-skip_frame", "nokey"), ("-vf", "fps=1/2")),
    every=2,
    floor=NO_REFERENCE,
)
KEYFRAMES = Job(name="keyframes", ours=("--keyframes",), ffmpeg=((), ()), every=None)


def value_after(flag: str, command: list[str]) -> str:
    return command[command.index(flag) + 1]


def run_with_echo(command: list[str]) -> list[list[str]]:
    """The commands that a shell loop runs, with `echo` for their program."""
    shell, flag, loop, *arguments = command
    program, _, rest = loop.removeprefix("for video; do ").partition(" ")
    echo = f"{shlex.quote(sys.executable)} -c 'import json, sys; print(json.dumps(sys.argv[1:]))'"
    spoken = [shell, flag, f"for video; do {echo} {rest}", *arguments]
    ran = subprocess.run(spoken, capture_output=True, text=True, check=True)  # noqa: S603
    assert program
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture(autouse=True)
def _ffmpeg_9(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contenders, "ffmpeg_9", lambda: "ffmpeg-9")


def test_stills_writes_a_zip_with_the_flags_of_the_job() -> None:
    command = ours(JOB, [VIDEO], FOLDER)

    assert command[0] == str(Path(sys.executable).with_name("stills"))
    assert command[1:3] == ["extract", "clip.mp4"]
    assert value_after("-o", command) == "out folder/images.zip"
    assert value_after("--every", command) == "2"
    assert value_after("--quality", command) == str(QUALITY)


def test_stills_reads_many_videos_in_one_call() -> None:
    command = ours(JOB, [VIDEO, OTHER], FOLDER)

    assert command[1:4] == ["extract", "clip.mp4", "other clip.mp4"]
    assert value_after("-o", command) == "out folder"


def test_ffmpeg_gets_its_arguments_before_and_after_the_input() -> None:
    [arguments] = run_with_echo(ffmpeg(JOB, [VIDEO], FOLDER))

    place = arguments.index("-i")
    assert arguments[place + 1] == "clip.mp4"
    assert arguments[:place][-2:] == ["-skip_frame", "nokey"]
    assert arguments[place + 2 :][:2] == ["-vf", "fps=1/2"]
    assert value_after("-q:v", arguments) == str(FFMPEG_QUALITY)
    assert arguments[-1] == "out folder/clip.mp4-%06d.jpg"


def test_ffmpeg_reads_one_video_after_the_other() -> None:
    ran = run_with_echo(ffmpeg(JOB, [VIDEO, OTHER], FOLDER))

    assert [value_after("-i", each) for each in ran] == ["clip.mp4", "other clip.mp4"]
    assert len({each[-1] for each in ran}) == 2


def test_the_floor_decodes_in_one_thread_and_writes_nothing() -> None:
    command = floor(JOB, [VIDEO], FOLDER)

    assert command is not None
    [arguments] = run_with_echo(command)
    assert value_after("-skip_frame", arguments) == "noref"
    assert value_after("-threads", arguments) == "1"
    assert arguments[-3:] == ["-f", "null", "-"]


def test_there_is_no_floor_without_a_way_to_decode_only_what_is_needed() -> None:
    assert floor(KEYFRAMES, [VIDEO], FOLDER) is None


@pytest.mark.parametrize("loop", [opencv, decord, torchcodec])
def test_a_loop_gets_the_interval_and_the_quality_of_stills(
    loop: Callable[..., list[str] | None],
) -> None:
    command = loop(JOB, [VIDEO], FOLDER)

    assert command is not None
    assert command[-4:] == ["clip.mp4", "out folder", "2", str(QUALITY)]
    assert loop(JOB, [VIDEO, OTHER], FOLDER) is None


def test_only_decord_finds_keyframes() -> None:
    command = decord(KEYFRAMES, [VIDEO], FOLDER)

    assert command is not None
    assert command[-2] == "keyframes"
    assert opencv(KEYFRAMES, [VIDEO], FOLDER) is None
    assert torchcodec(KEYFRAMES, [VIDEO], FOLDER) is None


@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.clip.name}, {job.name}")
def test_stills_and_ffmpeg_can_do_every_job(job: Job) -> None:
    assert ours(job, [VIDEO], FOLDER)
    assert ffmpeg(job, [VIDEO], FOLDER)


def test_a_missing_ffmpeg_is_reported_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert missing() is None

    monkeypatch.setattr(contenders, "ffmpeg_9", lambda: None)
    assert "make bench" in (missing() or "")


def test_contenders_that_do_not_run_have_no_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contenders, "ffmpeg_9", lambda: None)
    monkeypatch.setattr(contenders.shutil, "which", lambda name: None)  # type: ignore[attr-defined]
    monkeypatch.setattr(contenders, "ENVIRONMENTS", tmp_path)

    found = versions()

    assert set(found.values()) == {None}
    assert found.keys() - NEEDED == WHY_NOT.keys() == CONTENDERS.keys() - NEEDED


def test_what_a_program_says_of_its_version_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an environment for decord, and none for torchcodec
    python = tmp_path / "bench" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 0.6.0\n")
    python.chmod(0o755)
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho ffmpeg version n9.0.2 Copyright\n")
    program.chmod(0o755)
    monkeypatch.setattr(contenders, "ENVIRONMENTS", tmp_path)
    monkeypatch.setattr(contenders, "ffmpeg_9", lambda: str(program))

    found = versions()

    assert found["ffmpeg"] == "n9.0.2"
    assert found["decord"] == "0.6.0"
    assert found["torchcodec"] is None
