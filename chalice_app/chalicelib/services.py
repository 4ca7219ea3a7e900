"""What the use cases work with. They import no adapter: `composition` builds and passes them."""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.accounts.directory import AccountDirectory
    from chalicelib.accounts.repository import AccountRepository
    from chalicelib.cursors import CursorSigner
    from chalicelib.metrics import Metrics
    from chalicelib.settings import Settings
    from chalicelib.videos.jobs import JobsQueue
    from chalicelib.videos.objects import ObjectStore
    from chalicelib.videos.repository import VideoRepository
    from chalicelib.videos.running import RunningExtractions
    from chalicelib.videos.usage import UsageRepository
    from contracts.publishing import Publisher


class Services(Protocol):
    def now(self) -> datetime:
        """The present time, in UTC."""

    @property
    def settings(self) -> "Settings": ...

    @property
    def accounts(self) -> "AccountDirectory": ...

    @property
    def account_states(self) -> "AccountRepository": ...

    @property
    def videos(self) -> "VideoRepository": ...

    @property
    def running(self) -> "RunningExtractions": ...

    @property
    def usage(self) -> "UsageRepository": ...

    @property
    def objects(self) -> "ObjectStore": ...

    @property
    def events(self) -> "Publisher": ...

    @property
    def jobs(self) -> "JobsQueue": ...

    @property
    def cursors(self) -> "CursorSigner": ...

    @property
    def unsubscribe_secret(self) -> str:
        """Signs the links of `contracts.unsubscribe`."""

    @property
    def metrics(self) -> "Metrics": ...
