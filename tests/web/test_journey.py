"""The whole way of a person, from an account to a deleted video."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.clips import make_clip
from tests.e2e.conftest import User
from tests.web.steps import EXTRACTION_MS, add, card, images, log_in, register, show, wait_until

pytestmark = pytest.mark.e2e


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "letter.mp4"
    path.write_text("Dear reader, this is not a video. " * 100)
    return path


def test_from_an_account_to_a_deleted_video(page: Page, clip: Path, tmp_path: Path) -> None:
    register(page, f"{tmp_path.name}@example.com")
    add(page, clip)
    wait_until(page, clip.name, "Ready")
    show(page, clip.name)
    expect(images(page)).to_have_count(4)

    with page.expect_download() as download:
        page.get_by_role("button", name="Download all").click()
    assert download.value.suggested_filename == "river at dawn.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        assert len([name for name in archive.namelist() if name.startswith("frame_")]) == 4

    page.get_by_role("button", name="Rename").click()
    page.get_by_role("textbox", name="Name").fill("Dawn.mp4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dawn.mp4")

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Your videos will be here.")).to_be_visible()


def test_images_are_looked_at_one_by_one(page: Page, user: User, clip: Path) -> None:
    log_in(page, user.email)
    add(page, clip)
    wait_until(page, clip.name, "Ready")
    show(page, clip.name)
    images(page).first.click()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("img")).to_be_visible()
    expect(window.get_by_text("1 of 4")).to_be_visible()

    page.keyboard.press("ArrowRight")
    expect(window.get_by_text("2 of 4")).to_be_visible()
    page.keyboard.press("+")
    wide = window.get_by_role("img").evaluate("image => image.clientWidth > innerWidth")
    assert wide
    page.keyboard.press("0")
    page.keyboard.press("End")
    expect(window.get_by_text("4 of 4")).to_be_visible()
    with page.expect_download() as download:
        window.get_by_role("button", name="Save this image").click()
    assert download.value.suggested_filename.endswith(".jpg")

    page.keyboard.press("Escape")
    expect(images(page).last).to_be_focused()


def test_a_contact_sheet_is_saved_under_the_name_of_its_video(
    page: Page, user: User, clip: Path
) -> None:
    named = "50% 休日; a.mp4"
    user.client.wait(user.upload(clip, filename=named, options={"contact_sheet": True}), 120)
    log_in(page, user.email)
    show(page, named)

    with page.expect_download() as download:
        page.get_by_role("button", name="Contact sheet").click()

    assert download.value.suggested_filename == "50% 休日; a_contact_sheet.jpg"


def test_a_failed_second_extraction_does_not_hide_the_images_of_the_first(
    page: Page, user: User, clip: Path
) -> None:
    log_in(page, user.email)
    add(page, clip)
    wait_until(page, clip.name, "Ready")
    show(page, clip.name)
    page.get_by_role("button", name="Extract again").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Which images").select_option("timestamps")
    window.get_by_label("Times").fill("9:00")
    expect(window.get_by_text("would yield no images")).to_be_visible()
    expect(window.get_by_role("button", name="Extract")).to_be_disabled()
    window.get_by_label("Times").fill("")
    window.get_by_label("Which images").select_option("chapters")
    page.keyboard.press("Escape")

    video = page.url.rsplit("/", 1)[1]
    options = {"options": {"timestamps": [540]}}
    user.client.request("POST", f"/videos/{video}/extractions", json=options)
    page.reload()

    reason = page.get_by_role("alert")
    expect(reason.get_by_text("What you can do")).to_be_visible(timeout=EXTRACTION_MS)
    expect(page.get_by_text("The images below are those of extraction 1.")).to_be_visible()
    expect(images(page)).to_have_count(4)
    expect(page.get_by_role("navigation", name="Extractions").get_by_role("link")).to_have_count(2)


def test_other_options_give_another_extraction_with_its_own_images(
    page: Page, user: User, clip: Path
) -> None:
    log_in(page, user.email)
    add(page, clip)
    wait_until(page, clip.name, "Ready")
    show(page, clip.name)
    page.get_by_role("button", name="Extract again").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Which images").select_option("count")
    window.get_by_label("Number of images").fill("7")
    expect(window.get_by_text("7 images")).to_be_visible()
    window.get_by_role("button", name="Extract").click()

    expect(images(page)).to_have_count(7, timeout=EXTRACTION_MS)
    page.get_by_role("link", name="Extraction 1").click()
    expect(images(page)).to_have_count(4)


def test_a_failed_video_says_why_and_what_to_do(page: Page, user: User, text_file: Path) -> None:
    log_in(page, user.email)
    add(page, text_file)
    wait_until(page, text_file.name, "Failed")
    show(page, text_file.name)

    reason = page.get_by_role("alert")
    expect(reason.get_by_text("convert it to MP4")).to_be_visible()
    reason.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Failed", exact=True)).to_be_visible(timeout=EXTRACTION_MS)
    expect(page.get_by_role("navigation", name="Extractions").get_by_role("link")).to_have_count(2)


def test_many_videos_are_found_selected_and_deleted(page: Page, user: User, tmp_path: Path) -> None:
    clips = [
        make_clip(tmp_path / f"{name}.mp4", seconds=1, width=64, height=64)
        for name in ("beach", "city", "beach again")
    ]
    log_in(page, user.email)
    add(page, *clips)
    for path in clips:
        wait_until(page, path.name, "Ready")
    page.get_by_label("Search by name").fill("beach")
    expect(page.get_by_role("article")).to_have_count(2)
    for path in (clips[0], clips[2]):
        page.get_by_label(f"Select {path.name}", exact=True).check()
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("article")).to_have_count(0)

    page.get_by_label("Search by name").fill("")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(card(page, "city.mp4")).to_be_visible()


def test_a_log_in_that_ended_leads_back_to_the_video(
    page: Page, user: User, clip: Path, open_page: Callable[..., Page]
) -> None:
    log_in(page, user.email)
    add(page, clip)
    wait_until(page, clip.name, "Ready")
    show(page, clip.name)
    address = page.url.partition("#")[2]

    other = open_page(None)
    log_in(other, user.email, address)
    expect(other.get_by_role("heading", name=clip.name, level=1)).to_be_visible()

    user.client.request("DELETE", "/sessions")
    page.reload()
    expect(page.get_by_role("heading", name="Log in to Stills")).to_be_visible()


def test_an_account_is_deleted_after_its_address_was_typed(page: Page, user: User) -> None:
    log_in(page, user.email, "/account")
    page.get_by_role("button", name="Delete account").click()
    window = page.get_by_role("dialog")
    remove = window.get_by_role("button", name="Delete account")
    expect(remove).to_be_disabled()
    window.get_by_role("textbox").fill(user.email)
    remove.click()
    expect(page.get_by_role("heading", name="Log in to Stills")).to_be_visible()


def test_e_mails_are_turned_off(page: Page, user: User) -> None:
    log_in(page, user.email, "/account")
    switch = page.get_by_label("Send me an e-mail")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert user.client.request("GET", "/accounts/me").json()["emails"] is False
    page.reload()
    expect(switch).to_be_enabled()
    expect(switch).not_to_be_checked()


def test_images_are_chosen_after_the_upload(page: Page, user: User, clip: Path) -> None:
    log_in(page, user.email)
    page.get_by_label("Only upload; decide later").check()
    add(page, clip)
    wait_until(page, clip.name, "Choose what to take")
    show(page, clip.name)
    page.get_by_role("main").get_by_role("button", name="Extract images").last.click()
    window = page.get_by_role("dialog")
    window.get_by_role("button", name="Twelve thumbnails").click()
    expect(window.get_by_text("12 images")).to_be_visible()
    window.get_by_role("button", name="Extract", exact=True).click()
    expect(images(page)).to_have_count(12, timeout=EXTRACTION_MS)
