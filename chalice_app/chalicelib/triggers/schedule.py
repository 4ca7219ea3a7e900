"""The schedule on which the sweep runs."""

from chalicelib.log import logger
from chalicelib.services import Services
from chalicelib.videos.sweep import sweep


def on_schedule(services: Services) -> None:
    """Raises an ExceptionGroup if handling any video failed."""
    errors = []
    for swept in sweep(services):
        if swept.error is not None:
            logger.error(
                "The sweep could not handle what was due",
                exc_info=swept.error,
                video_id=swept.video_id,
                extraction=swept.extraction,
            )
            errors.append(swept.error)
    if errors:
        raise ExceptionGroup("The sweep could not handle everything", errors)
