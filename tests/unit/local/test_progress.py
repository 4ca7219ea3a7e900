"""Without a terminal, progress is one line for each change."""

import io
from pathlib import Path

from rich.console import Console

from local.progress import Progress


def video(status: str, fraction: float, images: int) -> dict[str, object]:
    return {"status": status, "progress": {"fraction": fraction, "images": images}}


def test_each_change_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "film [1].mp4"
    path.write_bytes(b"12345")
    output = io.StringIO()

    with Progress(Console(file=output, width=80)) as progress:
        progress.uploading(path)(5)
        for fraction, images in ((0, 0), (0, 0), (0.25, 1), (0.5, 1200)):
            progress.extracting(video("processing", fraction, images))
        progress.extracting(video("completed", 0.9, 2400))

    assert output.getvalue().splitlines() == [
        "Uploading film [1].mp4",
        "processing: 0 images, 0%",
        "processing: 1 image, 25%",
        "processing: 1,200 images, 50%",
        "completed: 2,400 images, 100%",
    ]
