"""An error of `make run` and `make demo` is one line."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import local.__main__ as command
from local.cloud import AlreadyUp
from local.settings import Settings


@pytest.mark.parametrize(
    ("arguments", "port", "error"),
    [
        (["demo", "--video", "/no/such/film.mp4"], "4977", "there is no file /no/such/film.mp4"),
        (["run"], "99999", "STILLS_PORT=99999 is not a port"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    port: str,
    error: str,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("sys.argv", ["local", *arguments])
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setenv("STILLS_PORT", port)
    monkeypatch.setenv("STILLS_HOME", str(tmp_path))

    assert command.main() == 1

    assert capsys.readouterr().err == f"error: {error}\n"


def test_the_demo_uses_a_cloud_that_is_already_running(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, port=4977)
    settings.outputs_file.write_text('{"api_url": "http://127.0.0.1:4977/"}')

    @contextmanager
    def is_up(*_: Any) -> Any:
        raise AlreadyUp("it is up")
        yield

    monkeypatch.setattr(command, "cloud", is_up)

    with command._outputs(settings, Console()) as outputs:
        assert outputs == {"api_url": "http://127.0.0.1:4977/"}
