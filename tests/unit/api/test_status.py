"""The legal moves of a video."""

from typing import get_args

import pytest

from chalicelib.videos.status import ACTIVE, FINISHED, NOT_UPLOADED, Status, comes_from


def test_every_status_belongs_to_one_group():
    assert set(get_args(Status)) == NOT_UPLOADED | ACTIVE | FINISHED
    assert not NOT_UPLOADED & ACTIVE
    assert not ACTIVE & FINISHED


@pytest.mark.parametrize("finished", sorted(FINISHED))
@pytest.mark.parametrize("status", get_args(Status))
def test_nothing_moves_a_finished_extraction(finished, status):
    assert finished not in comes_from(status)


@pytest.mark.parametrize("status", get_args(Status))
def test_nothing_returns_to_awaiting_an_upload(status):
    assert status not in comes_from("awaiting_upload")
