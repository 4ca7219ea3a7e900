import csv
import io
import json
from datetime import UTC, datetime

from stills.manifest import Location
from stills.output.lists import coco_list, csv_list
from tests.samples import an_image

PLAIN = an_image(0, size=10, offset=50, name='a, "b".jpg', time=1.5)
CAPTURED = an_image(
    1,
    size=20,
    offset=90,
    captured_at=datetime(2026, 11, 25, 12, 30, 0, 500_000, tzinfo=UTC),
    location=Location(-33.5, 151.25),
)


def test_a_csv_list_has_a_row_for_each_image() -> None:
    text = csv_list([PLAIN, CAPTURED]).decode()

    assert text.count("\r\n") == text.count("\n") == 3
    plain, captured = csv.DictReader(io.StringIO(text, newline=""))
    assert (plain["index"], plain["file_name"], plain["time"]) == ("0", 'a, "b".jpg', "1.5")
    assert (plain["captured_at"], plain["latitude"]) == ("", "")
    assert captured["captured_at"] == "2026-11-25T12:30:00.500000+00:00"
    assert [captured[name] for name in ("latitude", "longitude", "altitude")] == [
        "-33.5",
        "151.25",
        "",
    ]


def test_a_title_that_begins_as_a_formula_is_no_formula_in_a_csv_list() -> None:
    image = an_image(0, size=10, offset=50, chapter="=cmd|' /C calc'!A0")

    [row] = csv.DictReader(io.StringIO(csv_list([image]).decode(), newline=""))

    assert row["chapter"] == "'=cmd|' /C calc'!A0"


def test_a_coco_list_has_images_and_no_annotations() -> None:
    coco = json.loads(coco_list([PLAIN, CAPTURED]))

    assert (coco["annotations"], coco["categories"], coco["licenses"]) == ([], [], [])
    assert coco["images"][0] == {
        "id": 0,
        "file_name": 'a, "b".jpg',
        "width": 640,
        "height": 360,
    }
    assert coco["images"][1]["date_captured"].startswith("2026-11-25T12:30:00")
