"""The worker's configuration, from the environment variables in template.yaml."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    stage: str
    videos_bucket: str
    images_bucket: str
    events_topic: str
    jobs_queue_url: str

    @classmethod
    def from_env(cls) -> Self:
        """Raises KeyError, naming the variable that is missing."""
        return cls(
            stage=os.environ["STAGE"],
            videos_bucket=os.environ["VIDEOS_BUCKET_NAME"],
            images_bucket=os.environ["IMAGES_BUCKET_NAME"],
            events_topic=os.environ["WORKER_EVENTS_TOPIC_ARN"],
            jobs_queue_url=os.environ["JOBS_QUEUE_URL"],
        )
