"""Lists of the images for other programs: CSV (RFC 4180), and COCO's format for datasets
(https://cocodataset.org/#format-data)."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import msgspec

from stills.manifest import Image

FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


def csv_list(images: Sequence[Image]) -> bytes:
    """A header, and a row for each image. Cells are empty for what is unknown. No text in it begins
    as a formula in a spreadsheet does: no name of an image does, and titles are changed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _row(images[0]))
    writer.writeheader()
    writer.writerows(map(_row, images))
    return text.getvalue().encode()


def _row(image: Image) -> dict[str, object]:
    location = image.location
    return {
        "index": image.index,
        "file_name": image.name,
        "requested_time": image.requested_time,
        "time": image.time,
        "width": image.width,
        "height": image.height,
        "size": image.size,
        "sha256": image.sha256,
        "sharpness": image.sharpness,
        "captured_at": _written(image.captured_at),
        "latitude": location and location.latitude,
        "longitude": location and location.longitude,
        "altitude": location and location.altitude,
        "chapter": _not_a_formula(image.chapter),
    }


def _not_a_formula(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(FORMULA) else text


def coco_list(images: Sequence[Image]) -> bytes:
    """Images without annotations. The `id` of each is its index in the manifest."""
    entries = [
        {"id": image.index, "file_name": image.name, "width": image.width, "height": image.height}
        | ({"date_captured": _written(image.captured_at)} if image.captured_at else {})
        for image in images
    ]
    return msgspec.json.encode(
        {
            "info": {"description": "Images of a video, extracted by Stills"},
            "licenses": [],
            "images": entries,
            "annotations": [],
            "categories": [],
        }
    )


def _written(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
