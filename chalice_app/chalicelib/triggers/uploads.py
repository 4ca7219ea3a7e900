"""S3 says that an object was created in the videos bucket."""

from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger

from chalicelib.composition import Services
from chalicelib.videos import ingest as arrivals

logger = Logger(service="api", child=True)


def on_object_created(services: Services, event: dict[str, Any]) -> None:
    """Takes every record of the event. If one raises, Lambda runs the whole event again, and
    after its retries keeps it in the uploads dead-letter queue."""
    for record in event.get("Records", []):  # S3's test event has none
        entry = record["s3"]["object"]
        key = unquote_plus(entry["key"])
        taken = arrivals.object_created(
            services, key, entry["size"], entry["eTag"], entry["sequencer"]
        )
        if not taken:
            logger.warning("an object that is nobody's video", key=key)
