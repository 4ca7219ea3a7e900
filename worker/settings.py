"""The worker's configuration: environment variables of template.yaml and of Lambda itself."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """`memory` is what the function may use, in MiB. Lambda sets it."""

    stage: str
    videos_bucket: str
    images_bucket: str
    events_topic: str
    jobs_queue_url: str
    memory: int

    @classmethod
    def from_env(cls) -> Self:
        """Raises KeyError, naming the variable that is missing."""
        return cls(
            stage=os.environ["STAGE"],
            videos_bucket=os.environ["VIDEOS_BUCKET_NAME"],
            images_bucket=os.environ["IMAGES_BUCKET_NAME"],
            events_topic=os.environ["WORKER_EVENTS_TOPIC_ARN"],
            jobs_queue_url=os.environ["JOBS_QUEUE_URL"],
            memory=int(os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]),
        )
