"""The composition root builds a client only when it is used."""

from datetime import UTC
from typing import Any

import pytest

from chalicelib.composition import AwsServices
from chalicelib.settings import Settings
from tests.unit.api.test_settings import ENV


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the clients that were built."""
    names: list[str] = []

    def client(name: str, **_: Any) -> None:
        names.append(name)

    monkeypatch.setattr("chalicelib.composition.boto3.client", client)
    return names


def test_no_client_is_built_before_it_is_used(built: list[str]) -> None:
    services = AwsServices(Settings.from_env(ENV))
    assert built == []

    assert services.objects is services.objects
    assert services.events is not None
    assert services.accounts is not None

    assert built == ["s3", "sns", "cognito-idp"]


def test_the_present_time_is_in_utc() -> None:
    assert AwsServices(Settings.from_env(ENV)).now().tzinfo is UTC
