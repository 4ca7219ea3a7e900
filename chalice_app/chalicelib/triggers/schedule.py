"""The schedule on which the sweep runs."""

from chalicelib.log import logger
from chalicelib.services import Services
from chalicelib.videos.sweep import sweep


def on_schedule(services: Services) -> None:
    """Raises an ExceptionGroup if handling any video failed."""
    errors = []
    for video, error in sweep(services):
        if error is not None:
            logger.error(
                "The sweep could not handle a video",
                exc_info=error,
                video_id=video.video_id,
                extraction=video.extraction,
            )
            errors.append(error)
    if errors:
        raise ExceptionGroup("The sweep could not handle all videos", errors)
