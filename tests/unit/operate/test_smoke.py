"""A smoke test ends at the first step that fails, and leaves nothing behind."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from operate.deployment import Deployment
from operate.smoke import Smoke, host_of, smoke


class Tried(Smoke):
    """Three steps, of which the second fails."""

    cleaned: list[str] = []  # noqa: RUF012 - emptied by each test

    def __init__(self, deployment: Deployment, scratch: Path) -> None:
        pass

    def steps(self):
        yield "The first", lambda: "seen"
        yield "The second", self.fail
        yield "The third", self.fail

    def fail(self) -> str:
        raise AssertionError("the URL leads elsewhere")

    def clean_up(self) -> None:
        self.cleaned.append("account")


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[bool, list[str]]]:
    """Runs a smoke test; returns its result and what it printed."""
    monkeypatch.setattr("operate.smoke.Smoke", Tried)
    Tried.cleaned.clear()
    out = io.StringIO()

    def run() -> tuple[bool, list[str]]:
        deployment = Deployment("dev", {}, "")
        worked = smoke(deployment, Console(file=out, soft_wrap=True))
        return worked, out.getvalue().splitlines()

    return run


def test_it_ends_at_the_first_step_that_fails(tried: Callable[[], tuple[bool, list[str]]]) -> None:
    worked, [first, second] = tried()

    assert not worked
    assert first.split()[0] == "ok"
    assert "seen" in first
    assert second.split()[0] == "FAILED"
    assert "the URL leads elsewhere" in second


def test_it_deletes_its_account_in_any_case(tried: Callable[[], tuple[bool, list[str]]]) -> None:
    tried()

    assert Tried.cleaned == ["account"]


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-east-1", "videos.s3.amazonaws.com"),
        ("eu-central-1", "videos.s3.eu-central-1.amazonaws.com"),
        ("ap-southeast-4", "videos.s3.ap-southeast-4.amazonaws.com"),
        ("cn-north-1", "videos.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_the_host_of_a_bucket_is_that_of_its_region(
    aws: None, monkeypatch: pytest.MonkeyPatch, region: str, host: str
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)

    assert host_of("videos") == host


def test_an_emulator_has_one_host(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")

    assert host_of("videos") == "127.0.0.1:4566"
