"""Files are sent to the service and zips received, through interruptions."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.integration.api.test_opening import opened
from tests.integration.api.test_opening import uploaded as uploaded_to_open
from tests.integration.client.conftest import Cloud, Ran, Stills

MIB = 1024 * 1024


@pytest.fixture
def clip() -> Path:
    path = Path("holiday.mp4")
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + b"x" * 100)
    return path


@pytest.fixture
def film() -> Path:
    """Large enough to be sent in parts."""
    path = Path("film.mp4")
    with path.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypisom")
        file.truncate(65 * MIB)
    return path


def broken_off(content: bytes, size: int) -> httpx.Response:
    """An answer whose connection ends after its first bytes."""

    def stream() -> Iterator[bytes]:
        yield content
        raise httpx.ReadError("lost")

    return httpx.Response(200, headers={"Content-Length": str(size)}, content=stream())


def uploaded(ran: Ran) -> str:
    assert ran.status == 0, ran.err
    [video] = ran.json
    return str(video["id"])


def test_a_file_becomes_a_video(signed_in: Stills, cloud: Cloud, clip: Path) -> None:
    video_id = uploaded(signed_in("upload", clip, "--every", 5, "--contact-sheet", "--json"))

    key = f"{cloud.user.user_id}/{video_id}/source"
    assert cloud.world.s3.get_object(Bucket="videos", Key=key)["Body"].read() == clip.read_bytes()
    options = cloud.user.call("GET", f"/videos/{video_id}").json["options"]
    assert (options["interval"], options["contact_sheet"]) == (5, True)


def test_images_are_waited_for_and_downloaded(signed_in: Stills, clip: Path) -> None:
    ran = signed_in("upload", clip, "-o", "images")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "holiday.mp4: completed, 1 image, 3 bytes: images/holiday.zip\n"
    assert Path("images/holiday.zip").read_bytes() == b"zip"
    assert [path.name for path in Path("images").iterdir()] == ["holiday.zip"]


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_name_that_is_not_utf8_is_no_obstacle(signed_in: Stills, clip: Path) -> None:
    latin = Path(os.fsdecode(b"caf\xe9.mp4"))
    clip.rename(latin)

    ran = signed_in("upload", latin, os.fsdecode(b"\xe9.mp4"), "--json")

    [sent, missing] = ran.json
    assert sent["filename"] == "caf\ufffd.mp4"
    assert (missing["video"], missing["error"]["code"]) == ("\ufffd.mp4", "cannot_read")


def test_a_large_file_is_sent_in_parts(signed_in: Stills, cloud: Cloud, film: Path) -> None:
    video_id = uploaded(signed_in("upload", film, "--json"))

    assert cloud.count("PUT", "/source") > 4
    key = f"{cloud.user.user_id}/{video_id}/source"
    stored = cloud.world.s3.get_object(Bucket="videos", Key=key)["Body"].read()
    assert stored == film.read_bytes()


def test_an_upload_continues_where_it_stopped(signed_in: Stills, cloud: Cloud, film: Path) -> None:
    def lose_connection(request: httpx.Request) -> None:
        if request.method == "PUT" and cloud.count("PUT", "/source") > 3:
            raise httpx.WriteError("lost")

    cloud.hook = lose_connection
    ran = signed_in("upload", film)
    assert (ran.status, ran.out) == (2, "")
    assert "not_sent" in ran.err
    cloud.hook = lambda request: None
    cloud.requests.clear()

    video_id = uploaded(signed_in("upload", film, "--json"))

    assert cloud.count("PUT", "/source") < 7
    assert [video["id"] for video in signed_in("ls", "--json").json] == [video_id]


def test_a_part_that_is_lost_is_sent_again(signed_in: Stills, cloud: Cloud, film: Path) -> None:
    def lose_once(request: httpx.Request) -> httpx.Response | None:
        is_second = request.method == "PUT" and cloud.count("PUT", "/source") == 2
        return httpx.Response(503) if is_second else None

    cloud.hook = lose_once

    uploaded(signed_in("upload", film, "--json"))


@pytest.mark.parametrize("is_received", [True, False])
def test_the_end_of_an_upload_is_said_until_it_is_heard(
    signed_in: Stills, cloud: Cloud, film: Path, is_received: bool
) -> None:
    def lose_once(request: httpx.Request) -> httpx.Response | None:
        path = request.url.path
        if not path.endswith("/upload/complete") or cloud.count("POST", path) > 1:
            return None
        if is_received:
            cloud.user.call("POST", path.removeprefix("/api"), {})
        return httpx.Response(504)

    cloud.hook = lose_once

    uploaded(signed_in("upload", film, "--json"))

    assert cloud.count("POST", "/upload/complete") == 2


def interrupt(signed_in: Stills, cloud: Cloud, clip: Path) -> None:
    """Ends an upload by Ctrl-C when its video is registered and nothing of it is sent."""

    def stop(request: httpx.Request) -> None:
        if request.url.host.startswith("videos"):
            raise KeyboardInterrupt

    cloud.hook = stop
    assert signed_in("upload", clip).status == 130
    cloud.hook = lambda request: None


def test_the_same_file_may_be_uploaded_again(signed_in: Stills, clip: Path) -> None:
    first = uploaded(signed_in("upload", clip, "--json"))

    assert uploaded(signed_in("upload", clip, "--json")) != first


def test_an_answer_that_was_lost_makes_no_second_video(
    signed_in: Stills, cloud: Cloud, clip: Path
) -> None:
    interrupt(signed_in, cloud, clip)

    video_id = uploaded(signed_in("upload", clip, "--json"))

    assert [video["id"] for video in signed_in("ls", "--json").json] == [video_id]


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("POST", "/cancel")])
def test_an_upload_whose_video_is_gone_begins_anew(
    signed_in: Stills, cloud: Cloud, clip: Path, method: str, path: str
) -> None:
    interrupt(signed_in, cloud, clip)
    [before] = signed_in("ls", "--json").json
    assert cloud.user.call(method, f"/videos/{before['id']}{path}", {}).status < 300

    assert uploaded(signed_in("upload", clip, "--json")) != before["id"]


@pytest.mark.parametrize(("ending", "heard"), [("", 1), ("/archive", 0)])
def test_a_connection_that_is_lost_after_the_upload_makes_no_second_video(
    signed_in: Stills, cloud: Cloud, clip: Path, ending: str, heard: int
) -> None:
    def lose_connection(request: httpx.Request) -> None:
        path = request.url.path
        is_meant = "/videos/" in path and path.endswith(ending)
        if is_meant and cloud.count("GET", path) > heard:
            raise httpx.ConnectError("lost")

    cloud.hook = lose_connection
    assert "unreachable" in signed_in("upload", clip, "-o", "images").err
    cloud.hook = lambda request: None

    video_id = uploaded(signed_in("upload", clip, "-o", "images", "--json"))

    assert [video["id"] for video in signed_in("ls", "--json").json] == [video_id]
    assert Path("images/holiday.zip").read_bytes() == b"zip"


def test_of_many_files_one_that_fails_does_not_stop_the_others(
    signed_in: Stills, clip: Path
) -> None:
    ran = signed_in("upload", clip, "missing.mp4", "--json")

    assert ran.status == 2
    told = {each.get("filename") or each["video"]: each for each in ran.json}
    assert told["holiday.mp4"]["status"] in ("queued", "completed")
    assert told["missing.mp4"]["error"]["code"] == "cannot_read"


def test_a_full_disk_is_not_taken_for_a_file_that_cannot_be_read(
    signed_in: Stills, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("no folder can be made here")

    ran = signed_in("upload", clip)

    assert ran.status == 2
    assert "cannot_write" in ran.err
    assert "uploads.json" in ran.err


def test_a_failed_extraction_has_a_status_of_its_own(
    signed_in: Stills, cloud: Cloud, clip: Path
) -> None:
    cloud.works = False
    video_id = uploaded(signed_in("upload", clip, "--json"))
    signed_in("cancel", video_id)

    ran = signed_in("download", video_id, "--wait")

    assert ran.status == 4
    assert ran.err.startswith(f"error: {video_id}: canceled: ")


def test_a_video_without_an_extraction_is_not_waited_for(signed_in: Stills, cloud: Cloud) -> None:
    video_id = opened(cloud.world, uploaded_to_open(cloud.world, cloud.user))

    ran = signed_in("download", video_id, "--wait")

    assert ran.status == 4
    assert "opened: No images were asked for yet: `stills again`" in ran.err
    [listed] = signed_in("ls", "--status", "opened", "--json").json
    assert listed["id"] == video_id


def test_a_download_continues_where_it_stopped(signed_in: Stills, cloud: Cloud, clip: Path) -> None:
    video_id = uploaded(signed_in("upload", clip, "--wait", "--json"))
    ranges = []

    def first_byte_only(request: httpx.Request) -> httpx.Response | None:
        if request.url.host.startswith("images"):
            ranges.append(request.headers.get("range"))
            if len(ranges) == 1:
                return broken_off(b"z", 3)
        return None

    cloud.hook = first_byte_only

    ran = signed_in("download", video_id, "-o", "out")

    assert (ran.status, ran.err) == (0, "")
    assert Path("out/holiday.zip").read_bytes() == b"zip"
    assert ranges == [None, "bytes=1-"]


def test_a_download_is_not_continued_with_that_of_another_video(
    signed_in: Stills, cloud: Cloud, clip: Path
) -> None:
    """Both have the same name, and ids that begin alike, as all of a minute do."""
    ids = [uploaded(signed_in("upload", clip, "--wait", "--json")) for _ in range(2)]

    def lose_connection(request: httpx.Request) -> httpx.Response | None:
        return broken_off(b"x", 3) if request.url.host.startswith("images") else None

    cloud.hook = lose_connection
    assert "unreachable" in signed_in("download", ids[0]).err
    cloud.hook = lambda request: None

    assert signed_in("download", ids[1]).status == 0

    assert Path("holiday.zip").read_bytes() == b"zip"


@pytest.mark.parametrize("status", [200, 206])
def test_what_is_not_the_archive_does_not_become_a_part_of_it(
    signed_in: Stills, cloud: Cloud, clip: Path, status: int
) -> None:
    video_id = uploaded(signed_in("upload", clip, "--wait", "--json"))

    def sign_in_page(request: httpx.Request) -> httpx.Response | None:
        is_s3 = request.url.host.startswith("images")
        return httpx.Response(status, text="<p") if is_s3 else None

    cloud.hook = sign_in_page
    assert "unreachable" in signed_in("download", video_id).err
    cloud.hook = lambda request: None

    assert signed_in("download", video_id).status == 0

    assert Path("holiday.zip").read_bytes() == b"zip"


def test_a_name_may_be_as_long_as_a_name_can_be(signed_in: Stills, clip: Path) -> None:
    long = clip.rename(f"{'x' * 251}.mp4")
    uploaded(signed_in("upload", long, "--wait", "--json"))

    assert signed_in("download", long, "-o", "out").status == 0

    assert Path("out", f"{'x' * 251}.zip").read_bytes() == b"zip"


def test_of_many_downloads_one_that_fails_does_not_stop_the_others(
    signed_in: Stills, clip: Path
) -> None:
    video_id = uploaded(signed_in("upload", clip, "--wait", "--json"))

    ran = signed_in("download", "work.mp4", video_id, "holiday.mp4", "-o", "out", "--json")

    assert ran.status == 2
    [missing, received] = ran.json  # the same video by two names is one
    assert (missing["video"], missing["error"]["code"]) == ("work.mp4", "no_such_video")
    assert received["file"] == "out/holiday.zip"


def test_several_videos_are_not_downloaded_to_a_file(signed_in: Stills, clip: Path) -> None:
    uploaded(signed_in("upload", clip, "--wait", "--json"))

    ran = signed_in("download", "work.mp4", "holiday.mp4", "-o", "mine.zip")

    assert "must be a folder" in ran.err
    assert not Path("mine.zip").exists()


def test_one_video_may_be_downloaded_to_a_file(signed_in: Stills, clip: Path) -> None:
    uploaded(signed_in("upload", clip, "--wait", "--json"))

    assert signed_in("download", "holiday.mp4", "-o", "mine.zip").status == 0

    assert Path("mine.zip").read_bytes() == b"zip"
