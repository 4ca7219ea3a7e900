"""The owner is notified once it is known who that is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications.composition import SES_CLIENT
from notifications.delivery import TooLittleTime
from notifications.emails import Email
from notifications.metrics import Metrics
from notifications.notify import SENDING_TAKES, Services, notify

ABOUT: dict[str, Any] = {
    "user_id": "ada",
    "video_id": "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e",
    "extraction": 1,
    "at": datetime(2026, 11, 24, tzinfo=UTC),
    "video_name": "holiday.mp4",
}
COMPLETED = ExtractionCompleted(**ABOUT, images=3)
FAILED = ExtractionFailed(**ABOUT, code="not_a_video", reason="It is not a video.")


class Outside:
    """Addresses, links and a mailer in one; `sent` are the e-mails."""

    def __init__(self, address: str | None) -> None:
        self.address = address
        self.sent: list[tuple[str, Email]] = []

    def address_of(self, user_id: str) -> str | None:
        return self.address

    def link(self, event: ExtractionCompleted) -> str:
        return "https://images/zip"

    def send(self, address: str, email: Email) -> None:
        self.sent.append((address, email))


def notified(
    event: ExtractionCompleted | ExtractionFailed, address: str | None, remaining: float = 60
) -> Outside:
    outside: Any = Outside(address)
    services = Services(outside, outside, outside, outside, Metrics("dev"), archive_days=1)
    notify(event, services, lambda: remaining)
    return outside  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        (COMPLETED, "Your images from holiday.mp4 are ready"),
        (FAILED, "No images from holiday.mp4"),
    ],
)
def test_the_owner_receives_the_email_of_the_event(
    event: ExtractionCompleted | ExtractionFailed, subject: str
) -> None:
    [(address, email)] = notified(event, "ada@example.com").sent

    assert (address, email.subject) == ("ada@example.com", subject)


def test_a_completed_extraction_comes_with_a_link() -> None:
    [(_, email)] = notified(COMPLETED, "ada@example.com").sent

    assert "https://images/zip" in email.text
    assert "kept for 1 day." in email.text


def test_nothing_is_sent_if_the_function_may_be_stopped_before_the_answer() -> None:
    with pytest.raises(TooLittleTime):
        notified(COMPLETED, "ada@example.com", remaining=SENDING_TAKES - 1)


def test_sending_takes_no_longer_than_is_allowed_for_it() -> None:
    attempts = SES_CLIENT.retries["total_max_attempts"]  # type: ignore[attr-defined]
    longest = attempts * (SES_CLIENT.connect_timeout + SES_CLIENT.read_timeout)  # type: ignore[attr-defined]

    assert longest + 5 < SENDING_TAKES


def test_nobody_is_notified_after_the_account_was_deleted() -> None:
    assert notified(COMPLETED, None).sent == []
