"""The file name of a download is valid everywhere, and so is the header that carries it."""

import unicodedata
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.downloads import archive_name, content_disposition, extra_name
from stills.manifest import FILES


@pytest.mark.parametrize(
    ("video_name", "expected"),
    [
        ("holiday.mp4", "holiday.zip"),
        ("holiday", "holiday.zip"),
        ("2026.11.24.mov", "2026.11.24.zip"),
        ("../../etc/passwd", "passwd.zip"),
        ("C:\\clips\\a.mp4", "a.zip"),
        ("..%2F..%2Fetc%2fpasswd.mp4", "passwd.zip"),
        ("..%252f..%5C..%255Ca.mp4", "a.zip"),
        ("folder/", "images.zip"),
        ('a\\b:c*d?"e<f>g|h.mp4', "b_c_d_e_f_g_h.zip"),
        ("line\r\nbreak.mp4", "line break.zip"),
        ("nul\x00byte.mp4", "nul byte.zip"),
        ("gpj\u202e4pm.exe.mp4", "gpj 4pm.exe.zip"),
        ("\u200eleft\u200f \u2066iso\u2069.mp4", "left iso.zip"),
        ("\ufeffbom.mp4", "bom.zip"),
        ("half \ud83d.mp4", "half.zip"),
        ("👨\u200d👩\u200d👧.mp4", "👨\u200d👩\u200d👧.zip"),
        ("休日.mp4", "休日.zip"),
        ("Zu\u0308rich.mp4", "Z\u00fcrich.zip"),  # as macOS spells it
        ("50% off;a=b.mp4", "50% off;a=b.zip"),
        ("con.mp4", "_con.zip"),
        ("LPT1.b.mp4", "_LPT1.b.zip"),
        ("console.mp4", "console.zip"),
        (".mp4", "mp4.zip"),
        ("~.mp4", "~.zip"),
        ("", "images.zip"),
        ("...", "images.zip"),
        ("\u200d.mp4", "images.zip"),
    ],
)
def test_an_archive_is_named_after_its_video(video_name: str, expected: str) -> None:
    assert archive_name(video_name) == expected


@pytest.mark.parametrize(
    ("video_name", "expected"),
    [
        ("holiday.mp4", "holiday_slides.pdf"),
        ("../../etc/passwd", "passwd_slides.pdf"),
        ("..%2F..%2Fetc%2fpasswd.mp4", "passwd_slides.pdf"),
        ('a"; filename="b.exe.mp4', "a_; filename=_b.exe_slides.pdf"),
        ("line\r\nSet-Cookie: a=b.mp4", "line Set-Cookie_ a=b_slides.pdf"),
        ("gpj\u202e4pm.exe.mp4", "gpj 4pm.exe_slides.pdf"),
        ("休日.mp4", "休日_slides.pdf"),
        ("con.mp4", "con_slides.pdf"),
        ("con.b.mp4", "_con.b_slides.pdf"),
        ("...", "slides.pdf"),
        ("", "slides.pdf"),
    ],
)
def test_an_extra_is_named_after_its_video(video_name: str, expected: str) -> None:
    assert extra_name(video_name, "slides.pdf") == expected


def test_a_file_name_is_not_longer_than_file_systems_allow() -> None:
    assert len(archive_name("🎬" * 10_000).encode()) <= 255
    assert len(extra_name("🎬" * 10_000, "contact_sheet.jpg").encode()) <= 255


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("holiday.zip", "attachment; filename=\"holiday.zip\"; filename*=UTF-8''holiday.zip"),
        ("Zürich.zip", "attachment; filename=\"Zurich.zip\"; filename*=UTF-8''Z%C3%BCrich.zip"),
        (
            "休日.zip",
            "attachment; filename=\"images.zip\"; filename*=UTF-8''%E4%BC%91%E6%97%A5.zip",
        ),
        ("50% off.zip", "attachment; filename=\"50_ off.zip\"; filename*=UTF-8''50%25%20off.zip"),
        (
            "休日_slides.pdf",
            "attachment; filename=\"slides.pdf\"; filename*=UTF-8''%E4%BC%91%E6%97%A5_slides.pdf",
        ),
        ("日.jpg", "attachment; filename=\"images.jpg\"; filename*=UTF-8''%E6%97%A5.jpg"),
        ("日.日", "attachment; filename=\"images\"; filename*=UTF-8''%E6%97%A5.%E6%97%A5"),
    ],
)
def test_old_clients_get_a_plain_name(name: str, header: str) -> None:
    assert content_disposition(name) == header


def test_a_content_disposition_is_ascii_on_one_line() -> None:
    header = content_disposition("Zürich\r\nSet-Cookie: a=b; 休日.zip")

    assert header.isascii()
    assert header.splitlines() == [header]
    assert header.endswith(
        "filename*=UTF-8''Z%C3%BCrich%0D%0ASet-Cookie%3A%20a%3Db%3B%20%E4%BC%91%E6%97%A5.zip"
    )


@given(st.text(st.characters(codec=None), max_size=400))
def test_any_name_makes_a_valid_file_name_and_header(name: str) -> None:
    archive = archive_name(name)

    _check(archive)
    assert archive.endswith(".zip")
    assert archive_name(archive) == archive


@given(st.text(st.characters(codec=None), max_size=400), st.sampled_from(FILES))
def test_any_name_makes_a_valid_name_of_an_extra(name: str, extra: str) -> None:
    saved = extra_name(name, extra)

    _check(saved)
    assert saved.endswith(extra)


def _check(saved: str) -> None:
    header = content_disposition(saved)
    assert header.isascii()
    assert header.isprintable()
    assert len(saved.encode()) <= 255
    assert not set(saved) & set('/\\:*?"<>|')
    assert not saved.startswith((".", " "))
    assert all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in saved)
    assert _saved_as(header) == saved


def _saved_as(header: str) -> str | None:
    """The name that a client reads from `filename*`."""
    kind, _, extended = header.partition(" filename=")[0], *header.rpartition("; ")[1:]
    message = Message()
    message["Content-Disposition"] = f"{kind} {extended}"
    return message.get_filename()
