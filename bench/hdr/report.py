"""The table, and an image of all pictures side by side."""

from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from bench.hdr import chart, clip
from bench.hdr.contenders import CONTENDERS, missing
from bench.hdr.judge import KNOWN, judge
from local.scene import Picture

CAPTION = (
    "steps: how many of the 6 between white and 1000 cd/m2 are visible, in gray and in orange; "
    "hue: how far the orange ones are off"
)


def show(console: Console, folder: Path) -> int:
    """Prints a table for PQ and one for HLG. Writes the clips to `folder`, and for each an image of
    all pictures side by side. Returns the exit status."""
    if problem := missing():
        console.print(f"error: {problem}")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    light = chart.scene()
    for transfer in clip.TRANSFERS:
        video = folder / f"hdr-{transfer.lower()}.mp4"
        clip.write(video, light, transfer)
        pictures = {name: contender(video) for name, contender in CONTENDERS.items()}
        console.print(_table(f"{transfer}: CIE76 from the scene in SDR", pictures))
        pictures = {"the scene in SDR, clipped at white": chart.srgb(light)} | pictures
        image = video.with_suffix(".png")
        cv2.imwrite(str(image), _side_by_side(pictures)[..., ::-1])
        console.print(image)
    return 0


def _table(title: str, pictures: dict[str, Picture]) -> Table:
    table = Table(title=title, caption=CAPTION)
    table.add_column("", no_wrap=True)
    for heading in (*KNOWN, "steps", "hue"):
        table.add_column(heading, justify="right")
    for name, picture in pictures.items():
        judged = judge(picture)
        table.add_row(
            name,
            *(f"{judged.distances[group]:.1f}" for group in KNOWN),
            f"{judged.gray_steps} + {judged.sunset_steps}",
            f"{judged.hue:.0f}°",
        )
    return table


def _side_by_side(pictures: dict[str, Picture], columns: int = 2) -> Picture:
    labeled = [_labeled(picture, name) for name, picture in pictures.items()]
    labeled += [np.zeros_like(labeled[0])] * (-len(labeled) % columns)
    rows = [np.hstack(labeled[at : at + columns]) for at in range(0, len(labeled), columns)]
    return np.vstack(rows)


def _labeled(picture: Picture, name: str) -> Picture:
    bar = np.zeros((40, picture.shape[1], 3), np.uint8)
    white = (255, 255, 255)
    cv2.putText(bar, name, (12, 27), cv2.FONT_HERSHEY_DUPLEX, 0.7, white, 1, cv2.LINE_AA)
    return np.vstack([bar, picture])
