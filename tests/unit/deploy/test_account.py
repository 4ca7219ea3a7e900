"""Only Amazon's own endpoints are AWS."""

import pytest

from deploy import account


def test_the_account_and_its_region_are_those_of_the_environment(aws: None) -> None:
    assert (account.number(), account.region()) == ("123456789012", "eu-central-1")


@pytest.mark.parametrize(
    ("region", "endpoint", "real"),
    [
        ("eu-central-1", None, True),
        ("cn-north-1", None, True),
        ("eu-central-1", "http://127.0.0.1:4566", False),
        ("eu-central-1", "https://amazonaws.com.example", False),
    ],
)
def test_an_emulator_is_told_by_its_endpoint(
    aws: None, monkeypatch: pytest.MonkeyPatch, region: str, endpoint: str | None, real: bool
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    if endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)

    assert account.is_aws() is real
