import pytest

from stills.cli.table import print_table


def test_values_are_aligned_below_the_title(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("clip.mp4", {"codec": "h264", "frame rate": "25 per second"})

    assert capsys.readouterr().out == (
        "clip.mp4\n  codec        h264\n  frame rate   25 per second\n"
    )


def test_a_title_that_looks_like_markup_is_printed_as_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table("[bold]clip[/].mp4", {"codec": "[red]"})

    assert capsys.readouterr().out == "[bold]clip[/].mp4\n  codec   [red]\n"


def test_a_title_with_control_characters_stays_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table("holiday\n\x1b[31m.mp4", {"codec": "h264"})

    assert capsys.readouterr().out.splitlines()[0] == "holiday??[31m.mp4"


def test_a_long_value_is_not_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("clip.mp4", {"codec": "x" * 500})

    assert capsys.readouterr().out.splitlines()[1] == "  codec   " + "x" * 500
