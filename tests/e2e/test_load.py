"""A short form of `make load`: nothing is lost or doubled, and nobody waits for others."""

from pathlib import Path

import pytest

from load.library import library
from load.people import crowd, fairness
from tests.e2e.conftest import LocalCloud

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

SECONDS = 400


def test_nothing_is_lost_or_doubled_when_many_upload(cloud: LocalCloud, clip: Path) -> None:
    result = crowd(cloud.outputs, clip, users=3, videos=2, seconds=SECONDS)

    assert (result.lost, result.doubled) == (0, 0)
    assert len(result.to_zip) == 6
    assert {sample.status for sample in result.samples} <= {200, 201, 204}


def test_a_video_does_not_wait_for_another_users_many(cloud: LocalCloud, clip: Path) -> None:
    result = fairness(cloud.outputs, clip, others=8, seconds=SECONDS)

    assert result.behind < result.last


def test_an_account_with_many_videos_is_deleted(cloud: LocalCloud, clip: Path) -> None:
    result = library(cloud.outputs, clip, 300)

    assert result.delete_account < 29  # API Gateway waits no longer
