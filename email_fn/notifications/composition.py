"""The composition root: the only module that reads settings and builds clients."""

from functools import cache

import boto3
from botocore.config import Config

from contracts.downloads import PRESIGNING
from notifications.addresses import AddressBook
from notifications.delivery import Mailer
from notifications.links import ArchiveLinks, PageLinks
from notifications.metrics import Metrics
from notifications.notify import Services
from notifications.once import Once
from notifications.pictures import Pictures
from notifications.settings import Settings

CLIENT = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard"})
# What an e-mail can do without is not worth waiting for.
BRIEF_CLIENT = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})
# A request that SES did not answer may have sent the e-mail: it is repeated once at most.
SES_CLIENT = CLIENT.merge(Config(retries={"mode": "standard", "total_max_attempts": 2}))


@cache
def metrics() -> Metrics:
    """Apart from the services, so that it can be counted if they cannot be built."""
    return Metrics(Settings.from_env().stage)


@cache
def services() -> Services:
    """Built once per process."""
    settings = Settings.from_env()
    s3 = boto3.client("s3", config=CLIENT.merge(Config(**PRESIGNING)))
    return Services(
        addresses=AddressBook(boto3.client("cognito-idp", config=CLIENT), settings.user_pool_id),
        links=ArchiveLinks(s3, settings.images_bucket),
        page=_page(settings),
        pictures=Pictures(boto3.client("s3", config=BRIEF_CLIENT), settings.images_bucket),
        mailer=Mailer(
            boto3.client("sesv2", config=SES_CLIENT), settings.sender, settings.ses_configuration
        ),
        once=Once(boto3.client("dynamodb", config=CLIENT), settings.idempotency_table),
        metrics=metrics(),
        archive_days=settings.archive_days,
    )


def _page(settings: Settings) -> PageLinks | None:
    """None if there is no page."""
    if not settings.page_url:
        return None
    secrets = boto3.client("secretsmanager", config=BRIEF_CLIENT)

    @cache
    def secret() -> str:
        return secrets.get_secret_value(SecretId=settings.unsubscribe_secret_arn)["SecretString"]

    return PageLinks(settings.page_url, secret)
