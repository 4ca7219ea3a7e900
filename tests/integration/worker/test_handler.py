"""The handler of the Lambda function: which messages fail, and what is logged."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from contracts import keys
from contracts.messages import ExtractionCompleted, WorkSucceeded, encode
from tests.integration.worker.world import VIDEO, World
from tests.metrics import no_services, written
from worker import composition, handler
from worker.log import logger


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    log = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", log)
    return log


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_message_that_cannot_be_parsed_fails_without_the_others(world: World) -> None:
    world.upload()
    (record,) = world.event["Records"]
    world.event["Records"] += [
        {**record, "messageId": "garbage", "body": "not json"},
        {**record, "messageId": "unknown", "body": '{"type": "extraction.unheard_of"}'},
    ]

    assert world.invoke() == ["garbage", "unknown"]

    assert isinstance(world.events()[-1], WorkSucceeded)


def test_an_event_that_is_not_a_job_is_ignored(world: World) -> None:
    job = world.job
    world.event["Records"][0]["body"] = encode(
        ExtractionCompleted(
            user_id=job.user_id,
            video_id=job.video_id,
            extraction=1,
            at=job.at,
            video_name="holiday.mp4",
            images=3,
        )
    )

    assert world.invoke() == []

    assert world.events() == []


def test_every_line_of_the_log_has_the_ids_of_the_job_and_of_the_request(
    world: World, log: io.StringIO
) -> None:
    world.upload()

    world.invoke()

    assert lines(log)
    for line in lines(log):
        assert (line["video_id"], line["extraction"]) == world.ids[1:3]
        assert line["function_request_id"] == world.context.aws_request_id
    done = lines(log)[-1]
    assert done["images"] == 3
    assert done["fetched_bytes"] == done["source_bytes"] == len(VIDEO)
    assert done["archive_bytes"] == len(world.images()[keys.archive(*world.ids)])


def test_a_message_that_cannot_be_parsed_is_not_logged_with_the_ids_of_the_job_before(
    world: World, log: io.StringIO
) -> None:
    world.upload()
    (record,) = world.event["Records"]
    world.event["Records"].append({**record, "messageId": "garbage", "body": "not json"})

    world.invoke()

    failure = lines(log)[-1]
    assert failure["message"] == "The message could not be handled"
    assert "video_id" not in failure
    assert failure["function_request_id"] == world.context.aws_request_id


def test_a_failed_message_is_postponed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    postponed: list[str] = []
    services = replace(
        composition.services(),
        extract=world.run,
        postpone=lambda record: postponed.append(record.receipt_handle),
    )
    monkeypatch.setattr(handler, "services", lambda: services)
    world.event["Records"][0]["body"] = "not json"

    assert world.invoke() == [world.message_id]

    assert postponed == [world.event["Records"][0]["receiptHandle"]]


def test_a_failed_message_is_counted(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.upload()
    (record,) = world.event["Records"]
    world.event["Records"].append({**record, "messageId": "garbage", "body": "not json"})

    world.invoke()

    assert written(capsys.readouterr().out) == [("stills-dev", "worker", "HandledErrors", 1)]


def test_what_goes_wrong_with_the_services_themselves_is_counted(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(handler, "services", no_services)

    assert world.invoke() == [world.message_id]

    assert written(capsys.readouterr().out) == [("stills-dev", "worker", "HandledErrors", 1)]
