import pytest

from notifications.names import content_disposition, zip_name


@pytest.mark.parametrize(
    ("video_name", "expected"),
    [
        ("holiday.mp4", "holiday.zip"),
        ("holiday", "holiday.zip"),
        ("2026.11.24.mov", "2026.11.24.zip"),
        ("../../etc/passwd", "passwd.zip"),
        ('a\\b:c*d?"e<f>g|h.mp4', "b_c_d_e_f_g_h.zip"),
        ("line\r\nbreak.mp4", "line break.zip"),
        (".mp4", "mp4.zip"),
        ("", "images.zip"),
        ("...", "images.zip"),
    ],
)
def test_a_zip_is_named_for_its_video(video_name: str, expected: str) -> None:
    assert zip_name(video_name) == expected


def test_a_file_name_is_no_longer_than_file_systems_take() -> None:
    assert len(zip_name("🎬" * 10_000).encode()) <= 255


def test_a_content_disposition_is_ascii_on_one_line() -> None:
    header = content_disposition("Zürich\r\nSet-Cookie: a=b; 休日.zip")

    assert header.isascii()
    assert header.splitlines() == [header]
    assert header.endswith(
        "filename*=UTF-8''Z%C3%BCrich%0D%0ASet-Cookie%3A%20a%3Db%3B%20%E4%BC%91%E6%97%A5.zip"
    )
