"""What a person sees when something does not work, and what a finger does."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import PASSWORD, User
from tests.web.steps import CODE, images, log_in

pytestmark = pytest.mark.e2e

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def video(user: User, clip: Path) -> str:
    """The id of a video with four images."""
    found = user.upload(clip)
    user.client.wait(found)
    return found


def refusal(status: int, code: str) -> Callable[[Route], None]:
    body = json.dumps({"code": code, "status": status, "detail": f"It is {code}."})
    return lambda route: route.fulfill(
        status=status, body=body, content_type="application/problem+json"
    )


def swipe(page: Page, start: int, end: int) -> None:
    """A finger that moves sideways over the middle of the window, from x to x."""
    touch = page.context.new_cdp_session(page)
    steps = [start + (end - start) * step // 8 for step in range(9)]

    def send(type_: str, points: list[dict[str, int]]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": type_, "touchPoints": points})

    send("touchStart", [{"x": start, "y": 370}])
    for x in steps[1:]:
        send("touchMove", [{"x": x, "y": 370}])
    send("touchEnd", [])
    touch.detach()


def test_a_finger_leads_from_image_to_image(
    open_page: Callable[..., Page], user: User, video: str
) -> None:
    page = open_page("/", viewport=PHONE, has_touch=True)
    page.goto(f"/#/videos/{video}")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    images(page).first.tap()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("img")).to_be_visible()

    swipe(page, 300, 60)
    expect(window.get_by_text("2 of 4")).to_be_visible()
    swipe(page, 60, 300)
    expect(window.get_by_text("1 of 4")).to_be_visible()
    window.get_by_role("button", name="Next image").click()
    expect(window.get_by_text("2 of 4")).to_be_visible()


def test_what_fails_in_a_dialog_is_said_in_it(page: Page, user: User) -> None:
    log_in(page, user.email, "/account")
    page.route("**/api/accounts/me", refusal(503, "unavailable"))
    page.get_by_role("button", name="Delete account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("To confirm, type").fill(user.email)
    dialog.get_by_role("button", name="Delete account").click()

    expect(dialog.get_by_text("Stills is not available at the moment.")).to_be_visible()


def test_images_that_were_deleted_for_their_age_are_missed_in_words(
    page: Page, user: User, video: str
) -> None:
    page.route("**/images?*", refusal(410, "images_expired"))
    log_in(page, user.email, f"/videos/{video}")

    expect(page.get_by_text("The images were kept for a limited time")).to_be_visible()
    expect(images(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Extract again")).to_be_visible()


def test_a_list_that_broke_off_can_be_loaded_again(page: Page, user: User, video: str) -> None:
    page.route("**/extractions?*", refusal(503, "unavailable"))
    log_in(page, user.email, f"/videos/{video}")
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    page.unroute("**/extractions?*")
    alert.get_by_role("button", name="Try again").click()

    expect(images(page)).to_have_count(4)
    expect(alert).to_have_count(0)


def test_an_extraction_far_down_the_list_is_shown(page: Page, user: User, video: str) -> None:
    """The first page of the list does not hold it."""

    def without_it(route: Route) -> None:
        answer = route.fetch()
        body: dict[str, Any] = {**answer.json(), "extractions": []}
        route.fulfill(response=answer, json=body)

    page.route(re.compile(r"/extractions\?"), without_it)
    log_in(page, user.email, f"/videos/{video}?extraction=1")
    expect(images(page)).to_have_count(4)


def test_the_next_person_does_not_see_the_uploads_of_the_last(
    page: Page, user: User, tmp_path: Path, clip: Path
) -> None:
    """The first log-in ended because another tab logged out."""
    log_in(page, user.email)
    page.route("**/api/videos", lambda route: None)  # the upload waits
    page.get_by_test_id("files").set_input_files(clip)
    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads.get_by_text(clip.name)).to_be_visible()
    page.evaluate(
        """() => {
          localStorage.removeItem("stills.session");
          dispatchEvent(new StorageEvent("storage", { key: "stills.session" }));
        }"""
    )
    page.unroute("**/api/videos")
    other = f"{tmp_path.name}-other@example.com"
    user.client.register(other, PASSWORD)
    user.client.confirm(other, CODE)
    log_in(page, other)

    expect(page.get_by_text("Your videos will be here.")).to_be_visible()
    expect(uploads).to_have_count(0)
