"""What a person does in the page, and what is there afterwards."""

from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.e2e.conftest import PASSWORD

EXTRACTION_MS = 60_000
CODE = "123456"  # the local cloud sends no other


def register(page: Page, email: str) -> None:
    page.goto("/#/register")
    page.get_by_role("heading", name="Create your account").wait_for()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code").fill(CODE)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Drop videos here").wait_for()


def log_in(page: Page, email: str, path: str = "/") -> None:
    page.goto(f"/#{path}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out", exact=True).wait_for()


def add(page: Page, *files: Path) -> None:
    page.get_by_test_id("files").set_input_files(list(files))


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article").filter(has_text=name)


def wait_until(page: Page, name: str, status: str) -> None:
    """Waits until the video's card has a status, in the page's words."""
    chip = card(page, name).get_by_text(status, exact=True)
    chip.wait_for(timeout=EXTRACTION_MS)


def show(page: Page, name: str) -> None:
    card(page, name).get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name, level=1).wait_for()


def images(page: Page) -> Locator:
    return page.get_by_role("button", name="Image ")
