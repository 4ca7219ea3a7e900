from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from contracts.accounts import LOCALES, Locale
from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications import emails
from notifications.pictures import Picture

LINK = "https://images.s3.amazonaws.com/u/v/1/images.zip?X-Amz-Expires=3600&X-Amz-Signature=abc"
ABOUT: dict[str, Any] = {
    "user_id": "6f0c1d2e-3b4a-4c5d-8e9f-a0b1c2d3e4f5",
    "video_id": "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e",
    "extraction": 1,
    "at": datetime(2026, 11, 24, tzinfo=UTC),
}


def completed(name: str = "holiday.mp4", images: int = 240, days: int = 90) -> emails.Email:
    event = ExtractionCompleted(**ABOUT, video_name=name, images=images)
    return emails.completed(event, emails.Where(archive=LINK), days)


def failed(
    name: str = "holiday.mp4", code: str = "not_a_video", reason: str = "It is no video."
) -> emails.Email:
    event = ExtractionFailed(**ABOUT, video_name=name, code=code, reason=reason)
    return emails.failed(event, emails.Where())


class Page(HTMLParser):
    """What a mail client makes of the HTML: its tags, its links and what can be read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_completed_states_the_images_and_the_link() -> None:
    email = completed(images=1240)

    assert email.subject == "Your images from holiday.mp4 are ready"
    assert LINK in email.text.splitlines()
    assert Page(email.html).links == [LINK]
    for text in (email.text, Page(email.html).text):
        assert "1,240 images" in text
        assert "holiday.mp4" in text
        assert "one hour" in text
        assert "90 days" in " ".join(text.split())


EVENT = ExtractionCompleted(
    **ABOUT, video_name="holiday.mp4", images=1240, archive_size=123_456_789, seconds=125.2
)
PAGE = emails.Where(video="https://page/#/videos/1", settings="https://page/#/account")


@pytest.mark.parametrize(
    ("locale", "figures"),
    [
        ("en", ["Images: 1,240", "Size: 123.5 MB", "Time taken: 2 min 5 s"]),
        ("pt-BR", ["Imagens: 1.240", "Tamanho: 123,5 MB", "Tempo: 2 min 5 s"]),
    ],
)
def test_completed_states_number_size_and_time(locale: Locale, figures: list[str]) -> None:
    email = emails.completed(EVENT, PAGE, 90, locale=locale)

    assert set(figures) <= set(email.text.splitlines())
    for figure in figures:
        label, value = figure.split(": ")
        assert label in Page(email.html).text
        assert value in Page(email.html).text


def test_what_is_not_known_is_not_stated() -> None:
    text = completed().text

    assert "Size" not in text
    assert "Time taken" not in text


@pytest.mark.parametrize("locale", LOCALES)
def test_an_email_with_a_page_leads_only_there(locale: Locale) -> None:
    failure = ExtractionFailed(**ABOUT, video_name="a", code="too_long", reason="It is long.")

    for email in (
        emails.completed(EVENT, PAGE, 90, locale=locale),
        emails.failed(failure, PAGE, locale),
    ):
        assert Page(email.html).links == [PAGE.video, PAGE.settings]
        assert {PAGE.video} <= set(email.text.splitlines())
        assert PAGE.settings in email.text


def test_pictures_are_named_by_their_time() -> None:
    pictures = tuple(Picture(b"jpeg", "image/jpeg", time) for time in (0.0, 62.5, 3600.0))

    email = emails.completed(EVENT, PAGE, 90, pictures)

    for number, time in enumerate(["00:00:00", "00:01:02", "01:00:00"], 1):
        assert f'src="cid:image{number}" alt="{time}"' in email.html
    assert [name for name, _ in email.pictures] == ["image1", "image2", "image3"]


def test_a_failure_is_told_in_portuguese() -> None:
    failure = ExtractionFailed(**ABOUT, video_name="a.mp4", code="encrypted", reason="Encrypted.")

    email = emails.failed(failure, PAGE, "pt-BR")

    assert email.subject == "Nenhuma imagem de a.mp4"
    assert "O vídeo está protegido contra cópia." in email.text
    assert 'lang="pt-BR"' in email.html
    assert "Encrypted." not in email.text


def test_one_image_and_one_day_are_singular() -> None:
    email = completed(images=1, days=1)

    assert "1 image from" in email.text
    assert "kept for 1 day." in email.text


def test_failed_states_the_reason_and_the_advice() -> None:
    email = failed(code="encrypted", reason="The video is encrypted.")

    assert email.subject == "No images from holiday.mp4"
    for text in (email.text, Page(email.html).text):
        assert "holiday.mp4" in text
        assert "The video is encrypted." in text
        assert "Upload a copy that is not protected" in text


def test_a_name_is_escaped() -> None:
    name = '<script>alert("1")</script>&amp;.mp4'

    for email in (completed(name), failed(name), failed(reason=name)):
        page = Page(email.html)
        assert "script" not in page.tags
        assert name in page.text
        assert name in email.text


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_a_line_break_in_a_name_adds_no_header(ending: str) -> None:
    name = f"holiday{ending}Bcc: all@example.com{ending * 2}<p>.mp4"

    for email in (completed(name), failed(name)):
        assert email.subject.splitlines() == [email.subject]
        assert "holiday Bcc: all@example.com <p>.mp4" in email.subject
        assert not any(line.startswith("Bcc") for line in email.text.splitlines())


def test_a_name_cannot_change_the_direction_of_the_text() -> None:
    email = completed("holiday\u202e4pm.exe")

    assert not any("\u202e" in part for part in (email.subject, email.text, email.html))


def test_a_very_long_name_is_trimmed() -> None:
    email = completed("x" * 10_000)

    assert len(email.subject) < 100
    assert "…" in email.subject
    assert all(len(line) <= max(200, len(LINK)) for line in email.text.splitlines())
    assert len(email.html) < 10_000


@pytest.mark.parametrize("name", ["Ferien in Zürich.mp4", "休日の動画.mov", "👨‍👩‍👧 été.webm"])
def test_a_name_in_any_script_stays_as_it_is(name: str) -> None:
    email = completed(name)

    assert name in email.subject
    assert name in email.text
    assert name in email.html


@pytest.mark.parametrize("name", ["", " ", "\r\n"])
def test_a_video_without_a_name_is_your_video(name: str) -> None:
    assert completed(name).subject == "Your images from your video are ready"
    assert failed(name).subject == "No images from your video"
