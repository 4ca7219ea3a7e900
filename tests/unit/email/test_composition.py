"""The composition root builds the services once, from the environment."""

from urllib.parse import urlsplit

import pytest

from notifications import composition
from tests.unit.email.test_links import EVENT
from tests.unit.email.test_settings import ENV


def test_services_are_built_once_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**ENV, "PAGE_URL": "", "AWS_DEFAULT_REGION": "eu-central-1"}.items():
        monkeypatch.setenv(name, value)
    composition.services.cache_clear()
    composition.metrics.cache_clear()

    services = composition.services()
    again = composition.services()
    composition.services.cache_clear()
    composition.metrics.cache_clear()

    assert services is again
    assert services.archive_days == 90
    assert services.page is None


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-4"])
def test_the_link_in_an_email_names_the_region(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    environment = {**ENV, **credentials, "PAGE_URL": "", "AWS_DEFAULT_REGION": region}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    composition.services.cache_clear()
    composition.metrics.cache_clear()

    link = composition.services().links.link(EVENT)
    composition.services.cache_clear()
    composition.metrics.cache_clear()

    host = "s3.amazonaws.com" if region == "us-east-1" else f"s3.{region}.amazonaws.com"
    assert urlsplit(link).hostname == f"{ENV['IMAGES_BUCKET_NAME']}.{host}"
