"""Publishes the page to the local cloud, and again each time that it was built."""

from collections.abc import Mapping
from pathlib import Path

from deploy.page import BUILT, Page


class LocalPage:
    """The page of a deployment, from the folder in which it is built."""

    def __init__(self, outputs: Mapping[str, str], built: Path = BUILT) -> None:
        self._page = Page.of(outputs)
        self._built = built
        self._published: int | None = None

    def refresh(self) -> bool:
        """Publishes what was built since the last call. Returns whether there is a page."""
        built = _time_of(self._built / "index.html")
        if self._page and built and built != self._published:
            self._page.publish(self._built)
            self._published = built
        return self._published is not None


def _time_of(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
