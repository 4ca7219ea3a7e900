"""The composition root builds the services once, from the environment."""

import pytest

from notifications import composition
from tests.unit.email.test_settings import ENV


def test_services_are_built_once_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**ENV, "AWS_DEFAULT_REGION": "eu-central-1"}.items():
        monkeypatch.setenv(name, value)
    composition.services.cache_clear()

    services = composition.services()
    again = composition.services()
    composition.services.cache_clear()

    assert services is again
    assert services.archive_days == 90
