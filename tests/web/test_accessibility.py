"""The page for those who use a keyboard, a screen reader, a phone, or another language."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from local.clips import make_clip
from tests.e2e.conftest import PASSWORD, User
from tests.infrastructure.conftest import ROOT
from tests.web.steps import images, log_in, wait_until

pytestmark = pytest.mark.e2e

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ROOT / "out" / "screens"
PHONE = {"width": 360, "height": 740}
LOOKS: dict[str, dict[str, Any]] = {
    "desktop-light-en": {"viewport": {"width": 1280, "height": 900}, "locale": "en-US"},
    "desktop-dark-pt": {
        "viewport": {"width": 1280, "height": 900},
        "locale": "pt-BR",
        "color_scheme": "dark",
    },
    "phone-light-pt": {"viewport": PHONE, "locale": "pt-BR", "has_touch": True},
    "phone-dark-en": {
        "viewport": PHONE,
        "locale": "en-US",
        "color_scheme": "dark",
        "has_touch": True,
    },
}


@pytest.fixture
def with_video(user: User, clip: Path) -> tuple[User, str]:
    """A user with a video of four images, and the video's id."""
    video = user.upload(clip)
    user.client.wait(video)
    return user, video


def check(page: Page, name: str) -> None:
    """Keeps a picture of the page, and checks what can be checked by program: no violation that
    axe knows, and nothing wider than the window."""
    page.wait_for_load_state("networkidle")
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        f"{name} is too wide"
    )
    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run().then((found) => found.violations)")
    assert [
        (each["id"], [node["html"][:200] for node in each["nodes"]]) for each in violations
    ] == []


@pytest.mark.skipif(not AXE.exists(), reason="the packages of the page are not installed")
@pytest.mark.parametrize("look", LOOKS)
def test_each_screen_is_accessible_and_fits(
    open_page: Callable[..., Page], with_video: tuple[User, str], look: str
) -> None:
    user, video = with_video
    page = open_page("/", **LOOKS[look])
    page.locator("h1").wait_for()
    for path in ("log-in", "register", "confirm?email=ada@example.com", "password", "nowhere"):
        page.goto(f"/#/{path}")
        check(page, f"{look}-{path.partition('?')[0]}")

    page.goto("/#/")
    page.locator("input[type=email]").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("article").locator("img").first.wait_for()
    check(page, f"{look}-videos")
    page.get_by_role("article").get_by_role("checkbox").check()
    page.locator("[aria-expanded=false]").click()
    check(page, f"{look}-options")
    page.goto("/#/account")
    check(page, f"{look}-account")
    page.goto(f"/#/videos/{video}")
    page.locator("[data-index='0'] img").wait_for()
    check(page, f"{look}-video")
    page.locator("[data-index='0']").click()
    page.get_by_role("dialog").get_by_role("img").wait_for()
    check(page, f"{look}-image")
    page.keyboard.press("Escape")
    page.locator("main header .row button").nth(1).click()
    page.get_by_role("dialog").locator("[role=status] strong").wait_for()
    check(page, f"{look}-extract")


def test_a_person_with_a_keyboard_gets_from_a_log_in_to_an_image(
    page: Page, user: User, clip: Path
) -> None:
    press, type_ = page.keyboard.press, page.keyboard.type
    page.on("filechooser", lambda chooser: chooser.set_files(clip))  # early, or it may be missed
    reach(page, page.get_by_label("E-mail address"))
    type_(user.email)
    press("Tab")
    type_(PASSWORD)
    press("Enter")
    page.get_by_text("Drop videos here").wait_for()

    reach(page, page.get_by_role("button", name="choose files"))
    press("Enter")
    wait_until(page, clip.name, "Ready")

    reach(page, page.get_by_role("link", name=clip.name, exact=True))
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    reach(page, images(page).first)
    press("ArrowRight")
    press("ArrowRight")
    expect(images(page).nth(2)).to_be_focused()
    press("Enter")
    expect(page.get_by_role("dialog").get_by_text("3 of 4")).to_be_visible()
    press("Escape")
    expect(images(page).nth(2)).to_be_focused()


def reach(page: Page, target: Any) -> None:
    """Presses the tab key until the target has the focus."""
    target.wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("the tab key does not lead there")


def test_the_language_and_the_colors_are_chosen_and_kept(page: Page, user: User) -> None:
    log_in(page, user.email)
    page.get_by_label("Language").select_option("pt-BR")
    expect(page.get_by_text("Solte vídeos aqui")).to_be_visible()
    page.get_by_label("Cores").select_option("dark")
    page.reload()

    expect(page.get_by_text("Solte vídeos aqui")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "pt-BR"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_a_gallery_of_thousands_has_few_elements(page: Page, user: User, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "long.mp4", seconds=50, rate=40, width=64, height=48)
    video = user.upload(clip, options={"every_nth": 1, "quality": 20})
    assert user.client.wait(video)["archive"]["images"] == 2000
    log_in(page, user.email, f"/videos/{video}")
    expect(images(page).first).to_be_visible()

    for _ in range(20):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(30)
        assert images(page).count() < 200
    wait_until_still(page)
    images(page).first.focus()
    page.keyboard.press("End")

    last = page.get_by_role("button", name="Image 2,000 at")
    expect(last).to_be_focused()
    expect(last.locator("img")).to_be_visible()
    assert images(page).count() < 200


def wait_until_still(page: Page) -> None:
    """Waits until the page does not scroll any more, which it does smoothly."""
    before = -1
    while (now := page.evaluate("scrollY")) != before:
        before = now
        page.wait_for_timeout(300)


def test_the_first_load_is_small(page_url: str, open_page: Callable[..., Page]) -> None:
    """120 KB of compressed script are the most, with all that the first screens load later."""
    page = open_page(None)
    scripts: list[int] = []
    page.on(
        "response",
        lambda response: (
            scripts.append(response.request.sizes()["responseBodySize"])
            if response.url.endswith(".js")
            else None
        ),
    )
    page.goto(page_url)
    page.wait_for_load_state("networkidle")
    assert sum(scripts) <= 120_000
