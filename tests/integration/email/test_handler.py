"""The log of the e-mail function: each line has the ids of its own request and video."""

import pytest

from tests.integration.email.conftest import REQUEST_ID, World


def test_a_line_has_the_ids_of_its_request_and_its_video(world: World) -> None:
    world.send(world.event(extraction=7))

    [line] = world.lines
    assert line["function_request_id"] == REQUEST_ID
    assert line["extraction"] == 7
    assert line["video_id"]


def test_a_message_that_cannot_be_read_is_logged_without_the_ids_of_another(world: World) -> None:
    world.send(world.event(), request_id="first")

    with pytest.raises(ExceptionGroup):
        world.send(world.event(images=-1), request_id="second")

    line = world.lines[-1]
    assert (line["level"], line["function_request_id"]) == ("ERROR", "second")
    assert "video_id" not in line


def test_a_bad_message_between_two_good_ones_keeps_their_ids_apart(world: World) -> None:
    with pytest.raises(ExceptionGroup):
        world.send(world.event(), world.event(images=-1), world.event(extraction=2))

    assert [line.get("extraction") for line in world.lines] == [1, None, 2]
