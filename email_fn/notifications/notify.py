"""The function's one use case: notify the owner of a completed or failed extraction."""

from dataclasses import dataclass

from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications import emails
from notifications.addresses import AddressBook
from notifications.delivery import Mailer
from notifications.links import ArchiveLinks
from notifications.log import logger
from notifications.once import Once

Ending = ExtractionCompleted | ExtractionFailed


@dataclass(frozen=True)
class Services:
    """What a notification needs from other systems."""

    addresses: AddressBook
    links: ArchiveLinks
    mailer: Mailer
    once: Once
    archive_days: int


def notify(event: Ending, services: Services) -> None:
    """Sends the owner an e-mail, unless the account was deleted. Raises NotSent."""
    address = services.addresses.address_of(event.user_id)
    if address is None:
        logger.info("No e-mail was sent, because the owner's account was deleted")
        return
    if isinstance(event, ExtractionCompleted):
        link = services.links.link(event)
        email = emails.completed(event, link, services.archive_days)
    else:
        email = emails.failed(event)
    services.mailer.send(address, email)
    logger.info("The e-mail was sent")
