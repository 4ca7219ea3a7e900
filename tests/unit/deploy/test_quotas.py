"""A deployment says what the account's quota leaves for the API."""

from typing import Any

import pytest

from deploy import quotas


class Lambda:
    def __init__(self, limit: int) -> None:
        self._limit = limit

    def get_account_settings(self) -> dict[str, Any]:
        return {"AccountLimit": {"ConcurrentExecutions": self._limit}}


@pytest.mark.parametrize(
    ("limit", "worker", "warned"), [(1000, 5, False), (10, 5, False), (10, 6, True), (10, 20, True)]
)
def test_a_worker_that_leaves_too_little_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, limit: int, worker: int, warned: bool
) -> None:
    monkeypatch.setattr("boto3.client", lambda name: Lambda(limit))

    first, *more = quotas.described(worker)

    assert f"at most {limit} functions" in first
    assert bool(more) is warned
