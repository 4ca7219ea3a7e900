"""S3's notification that an object was created in the videos bucket."""

from typing import Any
from urllib.parse import unquote_plus

from chalicelib.log import logger
from chalicelib.services import Services
from chalicelib.videos import ingest


def on_object_created(services: Services, event: dict[str, Any]) -> None:
    """Handles every record of the event. If one raises, Lambda runs the whole event again, and
    after its retries keeps it in the uploads dead-letter queue."""
    for record in event["Records"]:
        entry = record["s3"]["object"]
        key = unquote_plus(entry["key"])
        is_ours = ingest.object_created(
            services, key, entry["size"], entry["eTag"], entry["sequencer"]
        )
        if not is_ours:
            logger.warning("The object belongs to no video", key=key)
