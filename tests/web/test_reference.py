"""The reference of the API at /docs shows all routes, from this origin alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.openapi import described

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
CHECK = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}"""

pytestmark = pytest.mark.e2e
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1400, "height": 900}


@pytest.fixture(params=[("light", DESKTOP), ("dark", PHONE)], ids=["desktop, light", "phone, dark"])
def reference(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    scheme, viewport = request.param
    page = open_page(None, color_scheme=scheme, viewport=viewport)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.goto("/docs")
    title = page.get_by_role("heading", name="Stills", level=1)
    expect(title).to_be_visible(timeout=60_000)  # Redoc renders all routes at once
    page.wait_for_load_state("networkidle")
    origin = page.url.removesuffix("/docs")
    assert [each.url for each in requests if not each.url.startswith((origin, "data:"))] == []
    return page


def test_every_route_has_a_section(reference: Page) -> None:
    sections = {
        element.get_attribute("id")
        for element in reference.locator("[id^='operation/']").element_handles()
    }

    operations = [each for path in described()["paths"].values() for each in path.values()]
    assert sections == {f"operation/{operation['operationId']}" for operation in operations}
    expect(reference.get_by_text("/videos/{video_id}/images/{index}").first).to_be_attached()


def test_it_fits_the_screen_and_can_be_read(reference: Page) -> None:
    width = reference.evaluate("document.documentElement.scrollWidth")
    viewport = reference.viewport_size
    reference.evaluate(AXE.read_text())

    assert viewport
    assert width <= viewport["width"]
    assert reference.evaluate(CHECK) == []


def test_the_page_links_to_it_and_it_to_the_page(page: Page) -> None:
    page.get_by_role("link", name="API reference").click()
    expect(page.get_by_role("heading", name="Stills", level=1)).to_be_visible()

    page.get_by_role("link", name="Stills", exact=True).click()

    expect(page.get_by_role("heading", name="Log in to Stills")).to_be_visible()
