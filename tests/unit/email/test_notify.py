"""The owner is notified once it is known who that is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.accounts import Profile
from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications.composition import SES_CLIENT
from notifications.delivery import TooLittleTime
from notifications.emails import Email
from notifications.links import PageLinks
from notifications.metrics import Metrics
from notifications.notify import SENDING_TAKES, Services, notify
from notifications.pictures import Picture

ABOUT: dict[str, Any] = {
    "user_id": "ada",
    "video_id": "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e",
    "extraction": 1,
    "at": datetime(2026, 11, 24, tzinfo=UTC),
    "video_name": "holiday.mp4",
}
COMPLETED = ExtractionCompleted(**ABOUT, images=3)
FAILED = ExtractionFailed(**ABOUT, code="not_a_video", reason="It is not a video.")
ADA = Profile(email="ada@example.com")
PAGE = PageLinks("https://stills.example.com", lambda: "secret")


class Outside:
    """Owners, links, pictures and a mailer in one; `sent` are the e-mails."""

    def __init__(self, owner: Profile | None) -> None:
        self._owner = owner
        self.sent: list[tuple[str, Email]] = []

    def profile(self, user_id: str) -> Profile | None:
        return self._owner

    def of(self, event: ExtractionCompleted, remaining: Any) -> tuple[Picture, ...]:
        self.time_for_pictures = remaining()
        return (Picture(b"jpeg", "image/jpeg", 1.0),)

    def link(self, event: ExtractionCompleted) -> str:
        return "https://images/zip"

    def send(self, address: str, email: Email) -> None:
        self.sent.append((address, email))


def notified(
    event: ExtractionCompleted | ExtractionFailed,
    owner: Profile | None = ADA,
    remaining: float = 60,
    page: PageLinks | None = PAGE,
) -> Outside:
    outside: Any = Outside(owner)
    services = Services(
        outside, outside, page, outside, outside, outside, Metrics("dev"), archive_days=1
    )
    notify(event, services, lambda: remaining)
    return outside  # type: ignore[no-any-return]


def test_pictures_take_no_time_that_sending_needs() -> None:
    assert notified(COMPLETED, remaining=40).time_for_pictures == 40 - SENDING_TAKES


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
    [(address, email)] = notified(event).sent

    assert (address, email.subject) == ("ada@example.com", subject)


@pytest.mark.parametrize("event", [COMPLETED, FAILED])
def test_an_email_leads_to_the_page(event: ExtractionCompleted | ExtractionFailed) -> None:
    [(_, email)] = notified(event).sent

    assert PAGE.video(event.video_id, 1) in email.text.splitlines()
    assert PAGE.account in email.text
    assert email.unsubscribe == PAGE.unsubscribe("ada")
    assert "https://images/zip" not in email.text


def test_without_a_page_an_email_leads_to_the_archive() -> None:
    [(_, email)] = notified(COMPLETED, page=None).sent

    assert "https://images/zip" in email.text.splitlines()
    assert "kept for 1 day." in email.text
    assert email.unsubscribe == ""


def test_without_a_page_a_failure_leads_nowhere() -> None:
    [(_, email)] = notified(FAILED, page=None).sent

    assert "http" not in email.text


def test_an_email_shows_pictures() -> None:
    [(_, email)] = notified(COMPLETED).sent

    assert [name for name, _ in email.pictures] == ["image1"]
    assert 'src="cid:image1"' in email.html


def test_an_email_is_in_its_owners_language() -> None:
    [(_, email)] = notified(COMPLETED, Profile(email="ada@example.com", locale="pt-BR")).sent

    assert email.subject == "As imagens de holiday.mp4 estão prontas"


def test_nobody_is_notified_who_has_turned_emails_off() -> None:
    assert notified(COMPLETED, Profile(email="ada@example.com", emails=False)).sent == []


def test_nothing_is_sent_if_the_function_may_be_stopped_before_the_answer() -> None:
    with pytest.raises(TooLittleTime):
        notified(COMPLETED, remaining=SENDING_TAKES - 1)


def test_sending_takes_no_longer_than_is_allowed_for_it() -> None:
    attempts = SES_CLIENT.retries["total_max_attempts"]  # type: ignore[attr-defined]
    longest = attempts * (SES_CLIENT.connect_timeout + SES_CLIENT.read_timeout)  # type: ignore[attr-defined]

    assert longest + 5 < SENDING_TAKES


def test_nobody_is_notified_after_the_account_was_deleted() -> None:
    assert notified(COMPLETED, None).sent == []
