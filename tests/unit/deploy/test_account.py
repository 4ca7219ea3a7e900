"""Only Amazon's own endpoints are AWS."""

import pytest
from botocore.exceptions import NoCredentialsError, NoRegionError

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


@pytest.mark.parametrize(
    ("endpoint", "reached"),
    [
        (None, "https://abc.execute-api.eu-central-1.amazonaws.com/api"),
        ("http://127.0.0.1:4566", "http://127.0.0.1:4566/_aws/execute-api/abc/api"),
        ("http://127.0.0.1:4566/", "http://127.0.0.1:4566/_aws/execute-api/abc/api"),
    ],
)
def test_an_api_is_reached_where_the_endpoint_is(
    aws: None, monkeypatch: pytest.MonkeyPatch, endpoint: str | None, reached: str
) -> None:
    if endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)

    url = "https://abc.execute-api.eu-central-1.amazonaws.com/api"

    assert account.reachable(url) == reached


@pytest.mark.parametrize(
    ("error", "told"),
    [(NoCredentialsError(), "AWS_PROFILE"), (NoRegionError(), "AWS_DEFAULT_REGION")],
)
def test_what_the_environment_lacks_is_told_with_what_to_set(error: Exception, told: str) -> None:
    assert told in account.explained(error)
    assert account.explained(ValueError("another one")) == "another one"
