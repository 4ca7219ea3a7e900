"""Uploads that are interrupted, paused, canceled or refused."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, Route, expect

from local.clips import make_clip
from tests.e2e.conftest import User
from tests.web.steps import add, card, log_in, wait_until

pytestmark = pytest.mark.e2e

MIB = 2**20
PART = re.compile(r"partNumber=(\d+)")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A clip of 72 MiB, most of which is a box without content. It has five parts."""
    path = make_clip(tmp_path / "large.mp4", seconds=2, width=64, height=64)
    free = 72 * MIB - path.stat().st_size
    with path.open("ab") as file:
        file.write(free.to_bytes(4, "big") + b"free")
        file.truncate(72 * MIB)
    return path


class Line:
    """A connection to S3 that takes so many parts, and then is silent."""

    def __init__(self, page: Page, parts: int) -> None:
        self.sent: list[int] = []
        self.left = parts
        self._held: list[Route] = []
        self._arrived = 0
        self._page = page
        page.route(PART, self._send)
        page.on("response", self._note)

    def _send(self, route: Route) -> None:
        number = PART.search(route.request.url)
        assert number is not None
        if self.left:
            self.left -= 1
            self.sent.append(int(number[1]))
            route.continue_()
        else:
            self._held.append(route)

    def refuse(self) -> None:
        """Ends the silence."""
        for route in self._held:
            route.fulfill(status=403)

    def _note(self, response: Response) -> None:
        if PART.search(response.url) and response.request.method == "PUT":
            self._arrived += 1

    def wait_until_silent(self) -> None:
        for _ in range(400):
            if not self.left and self._arrived == len(self.sent):
                return
            self._page.wait_for_timeout(50)
        pytest.fail("no part arrived")


def test_an_upload_goes_on_after_the_page_was_loaded_again_twice(
    page: Page, user: User, large: Path
) -> None:
    log_in(page, user.email)
    line = Line(page, parts=2)
    add(page, large)
    line.wait_until_silent()
    page.reload()
    line.left = 1
    line.wait_until_silent()
    line.left = 10
    page.reload()

    wait_until(page, "large.mp4", "Ready")
    assert sorted(line.sent) == [1, 2, 3, 4, 5], "a part that had arrived was sent again"


def test_an_upload_that_failed_goes_on_where_it_stopped(
    page: Page, user: User, large: Path, complaints: list[str]
) -> None:
    log_in(page, user.email)
    line = Line(page, parts=2)
    add(page, large)
    line.wait_until_silent()
    line.refuse()
    line.left = 10
    page.get_by_role("button", name="Try again: large.mp4").click()

    wait_until(page, "large.mp4", "Ready")
    assert sorted(line.sent) == [1, 2, 3, 4, 5], "a part that had arrived was sent again"
    complaints.clear()  # Uppy logs the failure


def test_a_part_whose_answer_was_lost_is_not_sent_again(
    page: Page, user: User, large: Path
) -> None:
    answered: list[int] = []
    network = page.context.new_cdp_session(page)

    def answer(paused: dict[str, Any]) -> None:
        number = PART.search(paused["request"]["url"])
        assert number is not None
        about = {"requestId": paused["requestId"]}
        if paused["request"]["method"] == "PUT":
            answered.append(int(number[1]))
            if answered == [answered[0]]:
                network.send("Fetch.failRequest", about | {"errorReason": "ConnectionReset"})
                return
        network.send("Fetch.continueRequest", about)

    network.on("Fetch.requestPaused", answer)
    patterns = [{"urlPattern": "*partNumber=*", "requestStage": "Response"}]
    network.send("Fetch.enable", {"patterns": patterns})
    log_in(page, user.email)
    add(page, large)

    wait_until(page, "large.mp4", "Ready")
    assert sorted(answered) == [1, 2, 3, 4, 5]


def test_an_upload_whose_end_was_not_heard_is_done(
    page: Page, user: User, large: Path, complaints: list[str]
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/upload/complete", lose, times=1)
    log_in(page, user.email)
    add(page, large)
    page.get_by_role("button", name="Try again: large.mp4").click()

    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads.get_by_text("Uploaded", exact=True)).to_be_visible()
    wait_until(page, "large.mp4", "Ready")
    complaints.clear()  # Uppy logs the failure


def test_an_upload_is_paused_and_goes_on(page: Page, user: User, large: Path) -> None:
    log_in(page, user.email)
    page.route(PART, lambda route: None)  # nothing arrives
    add(page, large)
    page.get_by_role("button", name="Pause: large.mp4").click()
    upload = page.get_by_role("region", name="Uploads")
    expect(upload.get_by_text("Paused")).to_be_visible()
    page.unroute(PART)
    page.get_by_role("button", name="Resume: large.mp4").click()
    wait_until(page, "large.mp4", "Ready")


def test_an_upload_goes_on_when_the_connection_is_back(page: Page, user: User, large: Path) -> None:
    log_in(page, user.email)
    page.route(PART, lambda route: None)
    add(page, large)
    expect(card(page, "large.mp4")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.unroute(PART)
    page.context.set_offline(False)
    wait_until(page, "large.mp4", "Ready")


def test_a_canceled_upload_leaves_no_video(page: Page, user: User, large: Path) -> None:
    log_in(page, user.email)
    page.route(PART, lambda route: None)
    add(page, large)
    expect(card(page, "large.mp4")).to_be_visible()
    page.get_by_role("button", name="Cancel: large.mp4").click()
    expect(card(page, "large.mp4")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Your videos will be here.")).to_be_visible()
    assert user.client.request("GET", "/videos").json()["videos"] == []


def test_what_is_no_video_is_refused_before_it_is_sent(
    page: Page, user: User, tmp_path: Path
) -> None:
    text, empty = tmp_path / "notes.txt", tmp_path / "empty.mp4"
    text.write_text("no video")
    empty.touch()
    log_in(page, user.email)
    add(page, text, empty)
    expect(page.get_by_text("notes.txt is not a video.")).to_be_visible()
    expect(page.get_by_text("empty.mp4 is empty.")).to_be_visible()
    assert user.client.request("GET", "/videos").json()["videos"] == []


def test_all_videos_of_a_folder_are_added(page: Page, user: User, tmp_path: Path) -> None:
    folder = tmp_path / "trip"
    (folder / "day 2").mkdir(parents=True)
    make_clip(folder / "a.mp4", seconds=1, width=64, height=64)
    make_clip(folder / "day 2" / "b.mp4", seconds=1, width=64, height=64)
    (folder / ".DS_Store").write_text("x")
    log_in(page, user.email)
    page.get_by_test_id("folder").set_input_files(folder)
    for name in ("a.mp4", "b.mp4"):
        wait_until(page, name, "Ready")
    expect(page.get_by_role("article")).to_have_count(2)
