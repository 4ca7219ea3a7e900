import json
import os
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import handler
import msgspec
import pytest
from moto.ses.exceptions import MessageRejectedError
from moto.ses.models import SESBackend

from contracts import keys
from notifications import composition
from notifications.delivery import NotSent
from tests.integration.email.conftest import OWNER, PAGE, SENDER, World
from tests.metrics import no_services, written


def test_the_owner_is_notified_that_the_images_are_ready(world: World) -> None:
    world.send(world.event())

    [mail] = world.mails
    assert mail.source == f"Stills <{SENDER}>"
    assert mail.destinations["ToAddresses"] == [OWNER]
    assert mail.subject == "Your images from holiday.mp4 are ready"
    assert "240 images" in mail.body


def test_the_email_leads_to_the_page(world: World) -> None:
    world.send(world.event())

    links = re.findall(r'href="([^"]+)"', world.mails[0].body)
    video_id = json.loads(world.event()["Records"][0]["Sns"]["Message"])["video_id"]
    assert links == [f"{PAGE}/#/videos/{video_id}?extraction=1", f"{PAGE}/#/account"]


def test_the_owner_reads_it_in_their_language(world: World) -> None:
    world.set("locale", "pt-BR")

    world.send(world.event())

    assert world.mails[0].subject == "As imagens de holiday.mp4 estão prontas"


def test_the_owner_can_turn_emails_off(world: World) -> None:
    world.set("custom:emails", "off")

    world.send(world.event(), world.failure())

    assert world.mails == []
    assert "has turned them off" in world.log.getvalue()


def test_the_link_downloads_the_archive_for_as_long_as_the_email_says(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGE_URL", "")
    composition.services.cache_clear()

    world.send(world.event(video_name="Zürich.mp4"))

    [link] = re.findall(r'href="([^"]+)"', world.mails[0].body)
    url = urlsplit(unescape(link))
    query = parse_qs(url.query)
    video_id = json.loads(world.event()["Records"][0]["Sns"]["Message"])["video_id"]
    assert url.path.endswith("/" + keys.archive(world.user_id, video_id, 1, 1))
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["3600"]
    assert "UTF-8''Z%C3%BCrich.zip" in query["response-content-disposition"][0]


def test_the_owner_is_notified_why_there_are_no_images(world: World) -> None:
    world.send(world.failure(reason="The file is not a video."))

    [mail] = world.mails
    assert mail.destinations["ToAddresses"] == [OWNER]
    assert mail.subject == "No images from holiday.mp4"
    assert "The file is not a video." in mail.body


def test_a_repeated_event_sends_no_second_email(world: World) -> None:
    world.send(world.event())
    world.send(world.event(at="2026-11-24T09:40:00Z"))

    assert len(world.mails) == 1


def test_each_result_of_each_extraction_is_sent(world: World) -> None:
    world.send(world.failure(), world.event(extraction=2), world.event(extraction=3))

    assert len(world.mails) == 3


def test_nothing_is_sent_to_a_deleted_account(world: World) -> None:
    world.delete_account()

    world.send(world.event())

    assert world.mails == []
    assert "account was deleted" in world.log.getvalue()


def test_a_failed_send_raises_and_can_be_repeated(world: World) -> None:
    world.ses.delete_email_identity(EmailIdentity=SENDER)
    with pytest.raises(ExceptionGroup) as raised:
        world.send(world.event())
    assert raised.group_contains(NotSent, match="MessageRejected")
    assert world.mails == []

    world.verify_sender()
    world.send(world.event())

    assert len(world.mails) == 1


def test_a_record_that_fails_does_not_stop_the_others(world: World) -> None:
    broken: dict[str, Any] = world.event(images=-1)

    with pytest.raises(ExceptionGroup) as raised:
        world.send(broken, world.event())

    assert raised.group_contains(msgspec.ValidationError)
    assert len(world.mails) == 1


def test_an_event_without_a_result_is_ignored(world: World) -> None:
    world.send(world.event(type="extraction.requested", source_key="u/v/source", options={}))

    assert world.mails == []


def test_the_log_contains_neither_address_nor_link(world: World) -> None:
    world.send(world.event())
    world.ses.delete_email_identity(EmailIdentity=SENDER)
    with pytest.raises(ExceptionGroup):
        world.send(world.event(extraction=2))

    log = world.log.getvalue()
    assert len(world.lines) == 2
    for line in world.lines:
        assert line["video_id"] == "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e"
    assert "@example.com" not in log
    assert "X-Amz" not in log


def test_an_address_in_an_error_message_of_ses_is_not_logged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise MessageRejectedError(f"Email address is not verified: {OWNER}")

    monkeypatch.setattr(SESBackend, "send_email", refuse)

    with pytest.raises(ExceptionGroup):
        world.send(world.event())

    assert "NotSent: MessageRejected" in world.log.getvalue()
    assert OWNER not in world.log.getvalue()


def test_what_was_sent_and_what_was_not_is_counted(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ExceptionGroup):
        world.send(world.event(images=-1), world.event())

    counted = written(capsys.readouterr().out)
    assert counted == [
        ("stills-dev", "email", "HandledErrors", 1),
        ("stills-dev", "email", "EmailsSent", 1),
    ]


def test_an_email_is_sent_without_the_secret_of_its_links(world: World) -> None:
    boto3.client("secretsmanager").delete_secret(
        SecretId=os.environ["UNSUBSCRIBE_SECRET_ARN"], ForceDeleteWithoutRecovery=True
    )

    world.send(world.event())

    [mail] = world.mails
    assert "/#/account" in mail.body
    assert "unsubscribed with one click" in world.log.getvalue()


def test_what_goes_wrong_with_the_services_themselves_is_counted(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(handler, "services", no_services)

    with pytest.raises(ExceptionGroup) as raised:
        world.send(world.event(), world.event())

    assert len(raised.value.exceptions) == 2
    assert written(capsys.readouterr().out) == [("stills-dev", "email", "HandledErrors", 1)] * 2
