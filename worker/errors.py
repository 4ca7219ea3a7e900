"""Errors of the worker. `stills.errors` has those of videos.

    StillsError
    ├── SourceMissing    source_missing
    └── SourceChanged    source_changed
    Canceled             control flow: the owner canceled the extraction
    StoredBefore         control flow: another run of the job has stored its archive
    ArchiveMissing       that run was not done, or its archive is deleted: try again

A StillsError is permanent: it fails the extraction, and its message is deleted. Any other exception
returns the message to the queue, which delivers it again.
"""

from contracts import failures
from stills.errors import StillsError


class SourceMissing(StillsError):
    code = failures.SOURCE_MISSING.code
    reason = failures.SOURCE_MISSING.reason


class SourceChanged(StillsError):
    code = failures.SOURCE_CHANGED.code
    reason = failures.SOURCE_CHANGED.reason


class Canceled(Exception):
    """The extraction was canceled: stop, leave nothing behind and publish nothing."""


class StoredBefore(Exception):
    """Another run of the job has stored its archive."""


class ArchiveMissing(Exception):
    """The archive of the other run cannot be read."""
