"""A user's e-mails are found among those of all accounts and addresses."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from local.mailbox import Mail, mails_to, wait_for_mail

URL = "http://127.0.0.1:1/mail"


def sent(to: str, subject: str, text: str | None = None) -> dict[str, Any]:
    return {"To": [to], "Subject": subject, "BodyText": text, "BodyHtml": "<p>Hello</p>"}


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the e-mails that the emulator has sent, by account."""

    def set_messages(**messages: list[dict[str, Any]]) -> None:
        answer = httpx.Response(200, json={"messages": messages}, request=httpx.Request("GET", URL))
        monkeypatch.setattr("local.mailbox.httpx.get", lambda *_, **__: answer)

    return set_messages


def test_only_an_addresss_own_mails_are_found(outbox: Callable[..., None]) -> None:
    outbox(
        one=[sent("ada@example.com", "Your code"), sent("bob@example.com", "Hello")],
        two=[sent("ada@example.com", "Your images", "4 images")],
    )

    assert mails_to(URL, "ada@example.com") == [
        Mail(("ada@example.com",), "Your code", "", "<p>Hello</p>"),
        Mail(("ada@example.com",), "Your images", "4 images", "<p>Hello</p>"),
    ]


def test_mails_are_counted_from_one(outbox: Callable[..., None]) -> None:
    outbox(one=[sent("ada@example.com", "First"), sent("ada@example.com", "Second")])

    assert wait_for_mail(URL, "ada@example.com", 2).subject == "Second"


def test_a_mail_that_does_not_arrive_is_not_awaited_for_ever(outbox: Callable[..., None]) -> None:
    outbox(one=[])

    with pytest.raises(TimeoutError, match="no e-mail arrived"):
        wait_for_mail(URL, "ada@example.com", 1, seconds=0.2)
