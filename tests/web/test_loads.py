"""The page starts in a real browser, which finds nothing to complain about."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE, "color_scheme": "dark"}])
def test_the_page_loads_without_complaints(
    open_page: Callable[..., Page], complaints: list[str], options: dict[str, str]
) -> None:
    page = open_page(**options)

    page.wait_for_load_state("networkidle")

    assert page.title().startswith("Stills")
    assert page.locator("#app > *").count() > 0
    assert complaints == []


def test_what_the_policy_forbids_is_a_complaint(page: Page, complaints: list[str]) -> None:
    page.evaluate(
        """() => new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", () => setTimeout(resolve));
          const script = document.createElement("script");
          script.textContent = "document.title = 'taken over'";
          document.body.append(script);
        })"""
    )

    assert page.title().startswith("Stills")
    assert any("policy: script-src-elem refused inline" in each for each in complaints)
    complaints.clear()
