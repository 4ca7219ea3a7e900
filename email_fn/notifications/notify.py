"""The function's one use case: notify the owner of a completed or failed extraction."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications import emails
from notifications.addresses import AddressBook
from notifications.delivery import Mailer, TooLittleTime
from notifications.links import ArchiveLinks
from notifications.log import logger
from notifications.metrics import Metrics
from notifications.once import Once

Ending = ExtractionCompleted | ExtractionFailed


@dataclass(frozen=True)
class Services:
    """What a notification needs from other systems."""

    addresses: AddressBook
    links: ArchiveLinks
    mailer: Mailer
    once: Once
    metrics: Metrics
    archive_days: int


SENDING_TAKES = 28
"""Seconds for SES's answer at its latest, and for storing that it came."""


def notify(event: Ending, services: Services, remaining: Callable[[], float]) -> None:
    """Sends the owner an e-mail, unless the account was deleted. Raises NotSent, TooLittleTime.

    `remaining` returns the seconds until the function's timeout.
    """
    address = services.addresses.address_of(event.user_id)
    if address is None:
        logger.info("No e-mail was sent, because the owner's account was deleted")
        return
    if isinstance(event, ExtractionCompleted):
        link = services.links.link(event)
        email = emails.completed(event, link, services.archive_days)
    else:
        email = emails.failed(event)
    if remaining() < SENDING_TAKES:
        raise TooLittleTime
    services.mailer.send(address, email)
    services.metrics.sent()
    logger.info("The e-mail was sent")
