"""What the command knows of the API, which it does not import."""

from typing import get_args

from chalicelib.videos.status import FINISHED, Status
from local import client
from stills_client.statuses import FINAL, STATUSES


def test_the_command_knows_every_status() -> None:
    assert set(STATUSES) == set(get_args(Status))


def test_the_clients_wait_for_no_status_that_is_final() -> None:
    assert set(FINAL) == FINISHED | {"expired"}
    assert set(client.FINAL) == set(FINAL)
