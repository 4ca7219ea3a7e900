"""The composition root: builds what the use cases work with, each part when it is first used.

Users wait for a cold start, and most functions need only some of the clients. Importing boto3 with
its transfer manager would take a third of that time; botocore has the same clients.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.session import get_session

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
from contracts.downloads import PRESIGNING
from contracts.publishing import Publisher

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

_CONFIG = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard"})
_S3_CONFIG = _CONFIG.merge(
    Config(
        **PRESIGNING,
        # botocore would add checksums of its own to what a presigned URL requires.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AwsServices:
    """Tests replace `now`."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = _utc_now) -> None:
        self.settings = settings
        self.now = now

    @cached_property
    def _session(self) -> Any:
        return get_session()

    def _client(self, service: str, config: Config = _CONFIG) -> Any:
        return self._session.create_client(service, config=config)

    @cached_property
    def accounts(self) -> AccountDirectory:
        return AccountDirectory(
            self._client("cognito-idp"),
            self.settings.user_pool_id,
            self.settings.user_pool_client_id,
        )

    @cached_property
    def account_states(self) -> AccountRepository:
        return AccountRepository(self.settings.videos_table)

    @cached_property
    def videos(self) -> VideoRepository:
        table = self.settings.videos_table
        return VideoRepository(table, self.account_states, self.running, self.usage)

    @cached_property
    def running(self) -> RunningExtractions:
        return RunningExtractions(self.settings.videos_table)

    @cached_property
    def usage(self) -> UsageRepository:
        return UsageRepository(self.settings.videos_table)

    @cached_property
    def objects(self) -> ObjectStore:
        return ObjectStore(
            self._client("s3", _S3_CONFIG),
            self.settings.videos_bucket,
            self.settings.images_bucket,
        )

    @cached_property
    def events(self) -> Publisher:
        return Publisher(self._client("sns"), self.settings.api_events_topic_arn)

    @cached_property
    def jobs(self) -> JobsQueue:
        return JobsQueue(self._client("sqs"), self.settings.jobs_queue_url)

    @cached_property
    def cursors(self) -> CursorSigner:
        return CursorSigner(self._secret(self.settings.cursor_secret_arn))

    @cached_property
    def unsubscribe_secret(self) -> str:
        return self._secret(self.settings.unsubscribe_secret_arn)

    def _secret(self, arn: str) -> str:
        secrets: SecretsManagerClient = self._client("secretsmanager")
        return secrets.get_secret_value(SecretId=arn)["SecretString"]

    @cached_property
    def metrics(self) -> Metrics:
        return Metrics(self.settings.stage)


@cache
def services() -> AwsServices:
    return AwsServices(Settings.from_env())
