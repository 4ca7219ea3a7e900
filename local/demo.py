"""The main use of the system, through its API: upload a video, download its images."""

import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from local.client import Client, Video
from local.clips import make_clip
from local.mailbox import Mail, wait_for_mail
from local.progress import Progress, in_images
from local.signup import sign_up


class DemoFailed(Exception):
    """The extraction failed. The message quotes the API and the e-mail."""


def demo(outputs: dict[str, Any], video: Path | None, out: Path | None, console: Console) -> None:
    """Extracts images from `video`, or from a clip made for it, into `out`. Raises DemoFailed,
    ApiError, TimeoutError or OSError."""
    with tempfile.TemporaryDirectory() as scratch:
        source = video or make_clip(Path(scratch) / "demo.mp4")
        target = out or Path("out") / f"{source.stem}.zip"
        client, email = sign_up(outputs)
        console.print(f"Registered {email} and confirmed it with the code from the e-mail")
        with closing(client):
            finished = _extract(client, source, console)
            mail = wait_for_mail(outputs["mail_url"], email, 2)
            if finished["status"] != "completed":
                raise DemoFailed(_reasons(finished, mail))
            target.parent.mkdir(parents=True, exist_ok=True)
            client.download_archive(finished["id"], target)
    console.print(f"[bold]{in_images(_count_images(target))}[/] in {escape(str(target))}")
    _show(mail, console)


def _extract(client: Client, source: Path, console: Console) -> Video:
    announced = client.create_video(source)
    with Progress(console) as progress:
        client.upload(announced, source, progress.uploading(source))
        return client.wait(announced["id"], seen=progress.extracting)


def _reasons(video: Video, mail: Mail) -> str:
    error = video["error"] or {"code": video["status"], "reason": f"the video is {video['status']}"}
    return f"{error['code']}: {error['reason']}\nThe e-mail says: {mail.subject}\n{mail.text}"


def _count_images(archive: Path) -> int:
    with zipfile.ZipFile(archive) as file:
        return sum(
            name.endswith((".jpg", ".png", ".webp", ".avif", ".tiff")) for name in file.namelist()
        )


def _show(mail: Mail, console: Console) -> None:
    console.rule("E-mail", align="left")
    for name, value in (("To", ", ".join(mail.to)), ("Subject", mail.subject)):
        console.print(f"{name}: {value}", markup=False)
    console.print(f"\n{mail.text.strip()}", markup=False)
