from stills.cli.text import in_dollars, in_time, printable


def test_a_duration_is_shown_in_hours_minutes_and_seconds() -> None:
    assert [in_time(seconds) for seconds in (0.04, 59.999, 3661.5, None)] == [
        "0:00:00.04",
        "0:01:00.00",
        "1:01:01.50",
        "unknown",
    ]


def test_the_name_of_a_file_is_printed_in_one_line() -> None:
    assert printable("holiday\n\x1b[31m\udcff.mp4") == "holiday??[31m?.mp4"


def test_a_tiny_amount_is_not_shown_as_zero() -> None:
    assert [in_dollars(amount) for amount in (0.00001, 0.0123)] == [
        "less than $0.0001",
        "about $0.0123",
    ]
