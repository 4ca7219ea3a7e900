"""An archive's file name is valid everywhere, and so is the header that carries it."""

import unicodedata
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.downloads import archive_name, content_disposition


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


def test_a_file_name_is_not_longer_than_file_systems_allow() -> None:
    assert len(archive_name("🎬" * 10_000).encode()) <= 255


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
    header = content_disposition(archive)

    assert header.isascii()
    assert header.isprintable()
    assert len(archive.encode()) <= 255
    assert archive.endswith(".zip")
    assert not set(archive) & set('/\\:*?"<>|')
    assert not archive.startswith((".", " "))
    assert all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in archive)
    assert archive_name(archive) == archive
    assert _saved_as(header) == archive


def _saved_as(header: str) -> str | None:
    """The name that a client reads from `filename*`."""
    kind, _, extended = header.partition(" filename=")[0], *header.rpartition("; ")[1:]
    message = Message()
    message["Content-Disposition"] = f"{kind} {extended}"
    return message.get_filename()
