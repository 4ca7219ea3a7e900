"""The configuration, from the environment: one variable for each output of the stack."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Retention:
    """After how long S3 deletes an uploaded video and the images of an extraction."""

    video: timedelta
    images: timedelta


@dataclass(frozen=True)
class Quotas:
    """How much each user may upload."""

    videos_per_day: int
    gigabytes_per_day: int
    open_uploads: int


@dataclass(frozen=True)
class Settings:
    """`worker_memory` is in MB; `user_concurrency` is how many extractions of one user run at the
    same time. `page_url` is the address of the page, without a slash at the end; it is empty if
    there is no page."""

    stage: str
    videos_bucket: str
    images_bucket: str
    videos_table: str
    api_events_topic_arn: str
    jobs_queue_url: str
    results_queue_arn: str
    jobs_dead_letter_queue_arn: str
    results_dead_letter_queue_arn: str
    user_pool_id: str
    user_pool_arn: str
    user_pool_client_id: str
    cursor_secret_arn: str
    unsubscribe_secret_arn: str
    page_url: str
    worker_memory: int
    user_concurrency: int
    retention: Retention
    quotas: Quotas

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Raises KeyError with the name of the first missing variable."""
        return cls(
            stage=env["STAGE"],
            videos_bucket=env["VIDEOS_BUCKET_NAME"],
            images_bucket=env["IMAGES_BUCKET_NAME"],
            videos_table=env["VIDEOS_TABLE_NAME"],
            api_events_topic_arn=env["API_EVENTS_TOPIC_ARN"],
            jobs_queue_url=env["JOBS_QUEUE_URL"],
            results_queue_arn=env["RESULTS_QUEUE_ARN"],
            jobs_dead_letter_queue_arn=env["JOBS_DEAD_LETTER_QUEUE_ARN"],
            results_dead_letter_queue_arn=env["RESULTS_DEAD_LETTER_QUEUE_ARN"],
            user_pool_id=env["USER_POOL_ID"],
            user_pool_arn=env["USER_POOL_ARN"],
            user_pool_client_id=env["USER_POOL_CLIENT_ID"],
            cursor_secret_arn=env["CURSOR_SECRET_ARN"],
            unsubscribe_secret_arn=env["UNSUBSCRIBE_SECRET_ARN"],
            page_url=env["PAGE_URL"],
            worker_memory=int(env["WORKER_MEMORY"]),
            user_concurrency=int(env["USER_CONCURRENCY"]),
            retention=Retention(
                video=timedelta(days=int(env["VIDEO_DAYS"])),
                images=timedelta(days=int(env["ARCHIVE_DAYS"])),
            ),
            quotas=Quotas(
                int(env["VIDEOS_PER_DAY"]), int(env["GIGABYTES_PER_DAY"]), int(env["OPEN_UPLOADS"])
            ),
        )
