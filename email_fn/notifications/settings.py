"""The function's configuration, from the environment that template.yaml gives it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """`archive_days` is how long an extraction's images are kept. `page_url` is the address of the
    page, without a slash at the end; it is empty if there is no page."""

    stage: str
    user_pool_id: str
    sender: str
    ses_configuration: str
    images_bucket: str
    archive_days: int
    idempotency_table: str
    page_url: str
    unsubscribe_secret_arn: str

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Raises KeyError with the name of the first missing variable."""
        return cls(
            stage=env["STAGE"],
            user_pool_id=env["USER_POOL_ID"],
            sender=env["SENDER_ADDRESS"],
            ses_configuration=env["EMAIL_CONFIGURATION"],
            images_bucket=env["IMAGES_BUCKET_NAME"],
            archive_days=int(env["ARCHIVE_DAYS"]),
            idempotency_table=env["IDEMPOTENCY_TABLE_NAME"],
            page_url=env["PAGE_URL"],
            unsubscribe_secret_arn=env["UNSUBSCRIBE_SECRET_ARN"],
        )
