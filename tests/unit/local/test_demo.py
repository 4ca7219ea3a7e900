"""The demo saves the zip, or gives the reasons of the API and of the e-mail."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from local import demo
from local.client import Video
from local.mailbox import Mail

MAIL = Mail(("demo@example.com",), "Your images are ready", "One zip file.", None)
COMPLETED = {"id": "1", "status": "completed", "progress": {"fraction": 1, "images": 1}}
FAILED = {
    "id": "1",
    "status": "failed",
    "progress": {"fraction": 0, "images": 0},
    "error": {"code": "not_a_video", "reason": "The file is not a video."},
}


class Client:
    """Extracts one image from any file, or fails as `outcome` says."""

    def __init__(self, outcome: Video) -> None:
        self._outcome = outcome

    def create_video(self, path: Path) -> Video:
        return {"id": "1"}

    def upload(self, video: Video, path: Path, sent: Callable[[int], None]) -> None:
        sent(path.stat().st_size)

    def wait(self, video_id: str, seen: Callable[[Video], None]) -> Video:
        seen(self._outcome)
        return self._outcome

    def download_archive(self, video_id: str, target: Path) -> None:
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("frame.jpg", b"")
            archive.writestr("manifest.json", b"{}")

    def close(self) -> None:
        pass


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Video], str]:
    """Runs the demo with a client of the given outcome, and returns what it prints."""
    video = tmp_path / "film.mp4"
    video.write_bytes(b"a video")
    monkeypatch.setattr(demo, "wait_for_mail", lambda *_: MAIL)

    def run_demo(outcome: Video) -> str:
        monkeypatch.setattr(demo, "sign_up", lambda _: (Client(outcome), "demo@example.com"))
        output = io.StringIO()
        outputs: dict[str, Any] = {"mail_url": "http://127.0.0.1:1/"}
        console = Console(file=output, soft_wrap=True)
        demo.demo(outputs, video, tmp_path / "new" / "images.zip", console)
        return output.getvalue()

    return run_demo


def test_a_completed_extraction_is_saved_and_its_mail_shown(
    run: Callable[[Video], str], tmp_path: Path
) -> None:
    printed = run(COMPLETED)

    assert f"1 image in {tmp_path / 'new' / 'images.zip'}" in printed
    assert "Subject: Your images are ready" in printed
    assert zipfile.is_zipfile(tmp_path / "new" / "images.zip")


def test_a_failed_extraction_gives_the_reasons(run: Callable[[Video], str], tmp_path: Path) -> None:
    with pytest.raises(demo.DemoFailed, match=r"not_a_video: The file is not a video\.\nThe"):
        run(FAILED)

    assert not (tmp_path / "new").exists()
