"""Checks the files that the child sends, because a malicious video might have taken control of
it."""

from stills.errors import DecoderCrashed
from stills.manifest import Extra, Image, Manifest
from stills.names import is_safe

_MANIFEST = "manifest.json"
"""Written by the receiver."""


class ReceivedFiles:
    """The files that were stored. The methods raise DecoderCrashed for what an honest child would
    not send."""

    def __init__(self) -> None:
        self._ranges: dict[str, tuple[int, int]] = {}
        self._taken = {_MANIFEST}

    def check_name(self, name: str) -> None:
        """A name must be safe and new, also on file systems that ignore case."""
        if not is_safe(name) or name.casefold() in self._taken:
            raise DecoderCrashed
        self._taken.add(name.casefold())

    def add(self, name: str, offset: int, size: int) -> None:
        self._ranges[name] = offset, size

    def check_manifest(self, manifest: Manifest) -> None:
        """A manifest must list exactly the files that were stored, and where."""
        files: list[Image | Extra] = [*manifest.images, *manifest.extras]
        if [each.index for each in manifest.images] != list(range(len(manifest.images))):
            raise DecoderCrashed
        listed = {each.name: (each.offset, each.size) for each in files}
        if len(listed) != len(files) or listed != self._ranges:
            raise DecoderCrashed
