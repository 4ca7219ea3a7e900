"""The composition root builds a client only when it is used."""

from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.composition import AwsServices
from chalicelib.settings import Settings
from tests.unit.api.test_settings import ENV


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the clients that were built."""
    names: list[str] = []

    class Session:
        def create_client(self, name: str, **_: Any) -> None:
            names.append(name)

    monkeypatch.setattr("chalicelib.composition.get_session", Session)
    return names


def test_no_client_is_built_before_it_is_used(built: list[str]) -> None:
    services = AwsServices(Settings.from_env(ENV))
    assert built == []

    assert services.objects is services.objects
    assert services.events is not None
    assert services.accounts is not None

    assert built == ["s3", "sns", "cognito-idp"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-4"])
def test_every_url_that_is_handed_out_names_the_region(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    objects = AwsServices(Settings.from_env(ENV)).objects

    urls = [
        objects.presign_post("key", 1)[0],
        objects.presign_part("key", "upload", 1),
        objects.presign_archive("key", "a.zip"),
    ]

    host = "s3.amazonaws.com" if region == "us-east-1" else f"s3.{region}.amazonaws.com"
    assert [urlsplit(url).hostname for url in urls] == [
        f"videos.{host}",
        f"videos.{host}",
        f"images.{host}",
    ]


def test_the_present_time_is_in_utc() -> None:
    assert AwsServices(Settings.from_env(ENV)).now().tzinfo is UTC
