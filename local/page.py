"""Publishes the page to the local cloud, and again each time that it was built."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from deploy.page import BUILT, Page


class LocalPage:
    """The page of a deployment, from the folder in which it is built."""

    def __init__(self, outputs: Mapping[str, str], built: Path = BUILT) -> None:
        self._page = Page.of(outputs)
        self._built = built
        self._published: dict[Path, int] = {}

    def refresh(self) -> bool:
        """Publishes what was built since the last call. Returns whether there is a page."""
        with suppress(FileNotFoundError):  # it is being built: the next call publishes it
            times = {path: path.stat().st_mtime_ns for path in self._built.rglob("*")}
            is_built = self._built / "index.html" in times
            if self._page and is_built and times != self._published:
                self._page.publish(self._built)
                self._published = times
        return bool(self._published)
