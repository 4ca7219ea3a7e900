import re

import pytest

from stills.cli.progress import progress_bar
from stills.options import ExtractionOptions
from tests.samples import a_source


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rich draws a bar only on what it believes to be a terminal."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def test_the_bar_shows_percentage_and_number_of_images_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress_bar(ExtractionOptions()) as update:
        update(0.42, 1)

    shown = capsys.readouterr()
    assert "Extracting" in shown.err
    assert "42%" in shown.err
    assert "1 image" in shown.err
    assert "1 images" not in shown.err
    assert shown.out == ""


def test_the_bar_is_removed_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    erase_line, show_cursor = "\x1b[2K", "\x1b[?25h"

    with progress_bar(ExtractionOptions()) as update:
        update(1, 3)

    shown = capsys.readouterr().err
    assert shown.rstrip().endswith(erase_line)
    assert show_cursor in shown


def test_the_bar_is_removed_if_the_extraction_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with progress_bar(ExtractionOptions()) as update:
            update(0.5, 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert capsys.readouterr().err.rstrip().endswith("\x1b[2K")


def test_the_bar_shows_the_rate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stills.cli.rate.MIN_SECONDS", 0)

    with progress_bar(ExtractionOptions(end=50)) as bar:
        bar.opened(a_source(duration=100.0))
        bar(0.5, 41)

    assert re.search(r"41 images, [\d,]+/s, [\d,]+x real time", capsys.readouterr().err)
