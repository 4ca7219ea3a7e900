"""The function's one use case: notify the owner of a completed or failed extraction."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications import emails
from notifications.addresses import AddressBook
from notifications.delivery import Mailer, TooLittleTime
from notifications.emails import Where
from notifications.links import ArchiveLinks, PageLinks
from notifications.log import logger
from notifications.metrics import Metrics
from notifications.once import Once
from notifications.pictures import Pictures

Ending = ExtractionCompleted | ExtractionFailed


@dataclass(frozen=True)
class Services:
    """What a notification needs from other systems. `page` is None if there is no page."""

    addresses: AddressBook
    links: ArchiveLinks
    page: PageLinks | None
    pictures: Pictures
    mailer: Mailer
    once: Once
    metrics: Metrics
    archive_days: int


SENDING_TAKES = 28
"""Seconds for SES's answer at its latest, and for storing that it came."""


def notify(event: Ending, services: Services, remaining: Callable[[], float]) -> None:
    """Sends the owner an e-mail, unless there is none any more, or one who wants no e-mails. Raises
    NotSent, TooLittleTime.

    `remaining` returns the seconds until the function's timeout.
    """
    owner = services.addresses.profile(event.user_id)
    if owner is None:
        logger.info("No e-mail was sent, because the owner's account was deleted")
        return
    if not owner.emails:
        logger.info("No e-mail was sent, because the owner has turned them off")
        return
    where = _where(event, services)
    if isinstance(event, ExtractionCompleted):
        pictures = services.pictures.of(event, lambda: remaining() - SENDING_TAKES)
        email = emails.completed(event, where, services.archive_days, pictures, owner.locale)
    else:
        email = emails.failed(event, where, owner.locale)
    if remaining() < SENDING_TAKES:
        raise TooLittleTime
    services.mailer.send(owner.email, email)
    services.metrics.sent()
    logger.info("The e-mail was sent")


def _where(event: Ending, services: Services) -> Where:
    page = services.page
    if page is None:
        if isinstance(event, ExtractionFailed):
            return Where()
        return Where(archive=services.links.link(event))
    return Where(
        video=page.video(event.video_id, event.extraction),
        settings=page.account,
        unsubscribe=page.unsubscribe(event.user_id),
    )
