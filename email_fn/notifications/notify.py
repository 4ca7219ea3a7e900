"""The function's one use case: tell the owner how an extraction ended."""

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
    """What a notification needs of the outside world."""

    addresses: AddressBook
    links: ArchiveLinks
    mailer: Mailer
    once: Once
    archive_days: int


def notify(event: Ending, services: Services) -> None:
    """Sends the owner an e-mail, if there is an owner. Raises NotSent."""
    address = services.addresses.address_of(event.user_id)
    if address is None:
        logger.info("The owner has no account any more")
        return
    if isinstance(event, ExtractionCompleted):
        link = services.links.link(event)
        email = emails.completed(event, link, services.archive_days)
    else:
        email = emails.failed(event)
    services.mailer.send(address, email)
    logger.info("The owner was told")
