"""The state machine: what the table promises, for every event in every status."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.videos.status import ACTIVE, FINISHED, NOT_UPLOADED, Status, StoredStatus
from chalicelib.videos.transitions import OWED, PATIENCE, TRANSITIONS, Event, after
from tests.states import PAGE, page

STATUSES: tuple[StoredStatus, ...] = (*get_args(Status), "deleted")
EVENTS: tuple[Event, ...] = get_args(Event)
BY_USERS: set[Event] = {"canceled", "requested_again", "deleted"}
REOPENS: set[Event] = {"requested_again", "deleted"}

statuses, events = st.sampled_from(STATUSES), st.sampled_from(EVENTS)


def where(status: StoredStatus, happened: list[Event]) -> StoredStatus:
    for event in happened:
        status = after(status, event) or status
    return status


def test_every_event_has_a_transition() -> None:
    assert set(TRANSITIONS) == set(EVENTS)


def test_every_status_belongs_to_one_group() -> None:
    assert set(get_args(Status)) == NOT_UPLOADED | ACTIVE | FINISHED
    assert not NOT_UPLOADED & ACTIVE
    assert not ACTIVE & FINISHED


def test_nothing_returns_to_awaiting_an_upload() -> None:
    assert "awaiting_upload" not in {transition.to for transition in TRANSITIONS.values()}


@given(statuses, st.lists(events))
def test_only_its_owner_moves_a_finished_video(status: StoredStatus, happened: list[Event]) -> None:
    ended = where(status, happened)
    if ended in FINISHED:
        by_itself = [event for event in EVENTS if event not in REOPENS]
        assert where(ended, by_itself) == ended


@given(st.lists(events), st.lists(events))
def test_nothing_brings_a_deleted_video_back(before: list[Event], later: list[Event]) -> None:
    assert where("awaiting_upload", [*before, "deleted", *later]) == "deleted"


@given(statuses, events)
def test_a_duplicate_event_changes_nothing(status: StoredStatus, event: Event) -> None:
    once = where(status, [event])
    assert where(once, [event]) == once


@given(st.lists(events))
def test_every_video_has_a_way_to_an_end_without_its_owner(happened: list[Event]) -> None:
    reached, more = set[StoredStatus](), {where("awaiting_upload", happened)}
    while more:
        reached |= more
        found = {after(s, event) for s in more for event in EVENTS if event not in BY_USERS}
        more = {status for status in found if status} - reached
    assert reached & (FINISHED | {"expired", "deleted"})


@given(st.lists(events))
def test_the_sweep_looks_at_whatever_has_not_ended(happened: list[Event]) -> None:
    status = where("awaiting_upload", happened)
    assert PATIENCE[status].total_seconds() > 0
    assert status in OWED or status in NOT_UPLOADED | ACTIVE


@pytest.mark.parametrize("ended", ["completed", "failed"])
def test_an_end_owes_its_turn_and_an_announcement(ended: StoredStatus) -> None:
    assert {"pass_turn_on", "announce"} <= set(OWED[ended])


def test_a_job_is_published_only_with_a_turn() -> None:
    publishing = {event for event in EVENTS if "publish_job" in TRANSITIONS[event].effects}
    assert publishing == {"turn_came", "worker_fell_silent"}


def test_the_page_shows_the_table() -> None:
    assert PAGE.read_text() == page(), "run `make schema`"
