"""How the tests are spread over processes (`pytest -n`)."""

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests share what its fixtures make, and the end-to-end tests share a local cloud."""
    for item in items:
        group = "e2e" if item.get_closest_marker("e2e") else str(Path(item.path))
        item.add_marker(pytest.mark.xdist_group(group))
