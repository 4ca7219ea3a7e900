"""Bars are on standard error, and nothing else is."""

import io
import json
import sys

import pytest

from stills_client.bars import bars
from stills_client.session import show_json


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def xterm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def test_what_a_pipe_reads_does_not_go_to_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", pipe)

    with bars() as shown:
        shown.bar("holiday.mp4").to("uploading", 1, 2)
        show_json({"id": "1"})

    assert json.loads(pipe.getvalue()) == {"id": "1"}
    assert "uploading" in terminal.getvalue()
    assert '"id"' not in terminal.getvalue()


def test_lines_and_bars_share_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", terminal)

    with bars():
        show_json({"id": "1"})

    written = terminal.getvalue()
    assert '{"id": "1"}' in written


def test_without_a_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)

    with bars() as shown:
        shown.bar("holiday.mp4").to("uploading", 1, 2)

    assert pipe.getvalue() == ""
