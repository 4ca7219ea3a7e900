import json
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from cli.main import main

Captured = pytest.CaptureFixture[str]


def test_extract_writes_a_zip_of_images_and_says_so_in_a_line(
    video: Path, tmp_path: Path, capsys: Captured
) -> None:
    output = tmp_path / "out.zip"

    assert main(["extract", str(video), "-o", str(output), "--every", "0.5"]) == 0

    with ZipFile(output) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "frame_000000_00-00-00.000.jpg"
        assert [entry.compress_type for entry in archive.infolist()] == [ZIP_STORED] * 5
    assert capsys.readouterr().out.startswith(f"4 images in {output} (")
    assert list(tmp_path.iterdir()) == [output]


def test_extract_prints_the_manifest_for_machines(
    video: Path, tmp_path: Path, capsys: Captured
) -> None:
    output = tmp_path / "out.zip"

    main(["extract", str(video), "-o", str(output), "--at", "0.5, 50%,100%", "--json"])

    manifest = json.loads(capsys.readouterr().out)
    assert [image["time"] for image in manifest["images"]] == [0.48, 0.96, 1.96]
    data = output.read_bytes()
    for image in manifest["images"]:
        assert data[image["offset"] :][:2] == b"\xff\xd8"
    assert manifest["archive_size"] == len(data)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--start", "100"], "error: no_images: "),
        (["--quality", "101"], "error: invalid_options: "),
        (["--start", "2", "--end", "1"], "error: invalid_options: `end` must be greater"),
    ],
)
def test_a_failure_is_one_line_and_leaves_no_zip(
    arguments: list[str], error: str, video: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["extract", str(video), "-o", str(tmp_path / "out.zip"), *arguments]) == 2

    said = capsys.readouterr()
    assert said.err.startswith(error)
    assert said.err.count("\n") == 1
    assert not said.out
    assert not list(tmp_path.iterdir())


def test_what_is_no_video_or_no_file_is_said(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "text.mp4").write_text("no video")

    assert main(["probe", str(tmp_path / "text.mp4")]) == 2
    assert main(["probe", str(tmp_path / "missing.mp4")]) == 2

    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("error: not_a_video: ")
    assert second.startswith("error: file_error: No such file or directory: ")


def test_two_ways_to_choose_moments_exclude_each_other(video: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["extract", str(video), "-o", "out.zip", "--fps", "2", "--keyframes"])


def test_probe_says_what_a_video_is(video: Path, capsys: Captured) -> None:
    assert main(["probe", str(video), "--json"]) == 0

    source = json.loads(capsys.readouterr().out)
    assert (source["codec"], source["display_width"], source["duration"]) == ("h264", 160, 2.0)

    assert main(["probe", str(video)]) == 0
    assert "codec           h264" in capsys.readouterr().out
