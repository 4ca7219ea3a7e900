"""A real browser on the page of the local cloud."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Timer
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

PATIENCE_MS = 20_000
LONGEST = 240  # seconds for a test
expect.set_options(timeout=PATIENCE_MS)
NO_FAULT = (
    "Failed to load resource",  # the page handles what the API refuses
    "Blocked attempt to show a 'beforeunload'",  # tests load pages again without a gesture
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`));
"""


def chromium() -> str | None:
    """The browser of this machine; STILLS_CHROMIUM names another."""
    named = os.environ.get("STILLS_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="module")  # while it is open, no other test can run an event loop
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium: install it, or name one in STILLS_CHROMIUM")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def ended_browser(browser: Browser) -> Iterator[None]:
    """Ends the browser under a test that takes too long. A script that never ends would hold up
    `evaluate` for good, and Playwright's event loop swallows the alarm of pytest-timeout."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    pid = next(each["id"] for each in processes if each["type"] == "browser")
    watchdog = Timer(LONGEST, os.kill, (pid, signal.SIGKILL))
    watchdog.start()
    yield
    watchdog.cancel()
    watchdog.join()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained about: errors of scripts, on the console and of the content
    security policy. A test fails if any are left."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_page(
    browser: Browser, page_url: str, complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own, with nothing stored, for each call. The options are those of
    Playwright's contexts, such as `viewport`, `locale` and `color_scheme`; `path` is opened, or
    nothing if it is None."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NO_FAULT):
            complaints.append(message.text)

    def error(raised: Error) -> None:
        complaints.append(f"{raised.name}: {raised.message}")

    with ExitStack() as stack:

        def open_(path: str | None = "/", **options: Any) -> Page:
            context = browser.new_context(base_url=page_url, **options)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            context.add_init_script(REPORT_VIOLATIONS)
            page = context.new_page()
            page.on("console", console)
            page.on("pageerror", error)
            if path is not None:
                page.goto(path)
            return page

        yield open_


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The page in a window of usual size, at its start."""
    return open_page()
