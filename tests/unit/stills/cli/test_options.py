from typing import Any

import pytest

from stills.cli.main import Parser
from stills.cli.option_info import OPTIONS
from stills.cli.options import GROUPS, add_flags, flag, read_options
from stills.errors import InvalidOptions
from stills.options import ExtractionOptions


def read(*arguments: str) -> ExtractionOptions:
    parser = Parser()
    add_flags(parser)
    return read_options(parser.parse_args(arguments))


def test_there_is_a_flag_for_each_option() -> None:
    offered = [name for fields in GROUPS.values() for name in fields]

    assert sorted(offered) == sorted(ExtractionOptions.__struct_fields__)


def test_without_flags_the_options_have_their_defaults() -> None:
    assert read() == ExtractionOptions()


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ("--every 2", {"interval": 2.0}),
        ("--every .5", {"interval": 0.5}),
        ("--every 1:30", {"interval": 90.0}),
        ("--fps 29.97", {"fps": 29.97}),
        ("--fps 24000/1001", {"fps": "24000/1001"}),
        ("--count 7", {"count": 7}),
        ("--at 1.5,50%,0", {"timestamps": (1.5, "50%", 0.0)}),
        ("--at 1:02:03.5,50%,90:00", {"timestamps": (3723.5, "50%", 5400.0)}),
        ("--start 1:00 --end 0:01:30", {"start": 60.0, "end": 90.0}),
        ("--count 2 --sharpest-within 0:02", {"count": 2, "sharpest_within": 2.0}),
        ("--every-nth 10", {"every_nth": 10}),
        ("--crop 10%,0,50.5%,100", {"crop": ("10%", 0, "50.5%", 100)}),
        ("--keyframes --start 1 --end 9.5", {"keyframes": True, "start": 1.0, "end": 9.5}),
        (
            "--scenes --scene-threshold 0.2 --per-scene 3",
            {"scenes": True, "scene_threshold": 0.2, "per_scene": 3},
        ),
        ("--pick sharpest", {"pick": "sharpest"}),
        (
            "--skip-black --black-threshold 0.1 "
            "--skip-duplicates --duplicate-threshold 0 --duplicates-of any",
            {
                "skip_black": True,
                "black_threshold": 0.1,
                "skip_duplicates": True,
                "duplicate_threshold": 0.0,
                "duplicates_of": "any",
            },
        ),
        ("--format webp --quality 80", {"format": "webp", "quality": 80}),
        ("--format png --no-tone-map", {"format": "png", "tone_map": False}),
        ("--format png --tone-map --alpha", {"format": "png", "tone_map": True, "alpha": True}),
        (
            "--width 320 --height 240 --fit cover --enlarge",
            {"width": 320, "height": 240, "fit": "cover", "enlarge": True},
        ),
        ("--max-images 5", {"max_images": 5}),
        ("--csv --coco --pdf", {"csv": True, "coco": True, "pdf": True}),
        ("--names {name}_{index:04}", {"names": "{name}_{index:04}"}),
        ("--contact-sheet sheet.jpg --sprite", {"contact_sheet": True, "sprite": True}),
    ],
)
def test_flags_become_the_options_of_the_same_meaning(
    arguments: str, options: dict[str, Any]
) -> None:
    assert read(*arguments.split()) == ExtractionOptions(**options)


OR_TIME = "or a time such as 1:02:03.5"
AT = (
    f"--at: must be a number of seconds from 0 to 86,400 {OR_TIME} "
    "or a percentage such as 50%, not "
)
EVERY = f"--every: must be a number of seconds from 0.001 to 86,400 {OR_TIME}, not "
SECONDS = f"must be a number of seconds from 0 to 86,400 {OR_TIME}, not "
FPS = "--fps: must be a number from 0.0001 to 1,000 or a fraction such as 24000/1001, not "


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("--every 0", EVERY + "'0'"),
        ("--every two", EVERY + "'two'"),
        ("--end null", "--end: " + SECONDS + "'null'"),
        ("--fps nan", FPS + "'nan'"),
        ("--fps 24000/0", FPS + "'24000/0'"),
        ("--fps 1:30", FPS + "'1:30'"),
        ("--fps 1/20000", "--fps must be from 0.0001 to 1,000"),
        ("--at 1:75", AT + "'1:75'"),
        ("--at 1,24:00:01", "--at must be from 0 to 86,400"),
        ("--count 2.5", "--count: must be a whole number from 1 to 10,000, not '2.5'"),
        ("--count 1_0", "--count: must be a whole number from 1 to 10,000, not '1_0'"),
        ("--quality 101", "--quality: must be a whole number from 1 to 100, not '101'"),
        ("--width 0", "--width: must be a whole number of pixels from 1 to 16,384, not '0'"),
        ("--start -1", "--start: " + SECONDS + "'-1'"),
        ("--alpha", "--format must be png, webp, avif or tiff with --alpha"),
        ("--format gif", "--format: must be one of avif, jpg, png, tiff, webp, not 'gif'"),
        ("--at 1,half", AT + "'1,half'"),
        ("--at 101%", AT + "'101%'"),
        ("--at ", AT + "''"),
        ("--every 1 --every-nth 2", "--every and --every-nth cannot be combined"),
        ("--start 2 --end 1", "--end must be greater than --start"),
    ],
)
def test_an_invalid_value_is_refused_with_the_name_of_its_flag(arguments: str, reason: str) -> None:
    with pytest.raises(InvalidOptions) as refused:
        read(*arguments.split(" "))

    assert (refused.value.code, refused.value.reason) == ("invalid_options", reason)


def test_help_shows_the_description_of_each_option() -> None:
    parser = Parser()
    add_flags(parser)
    shown = " ".join(parser.format_help().split())

    for option in OPTIONS.values():
        assert option.description[1:].partition("`")[0].strip() in shown
    assert "--quality 1..100 the quality of jpg, webp and avif files; avif is" in shown
    assert "lossless at 100 (default: 90)" in shown
    assert "--width PIXELS" in shown


def test_flags_are_named_after_fields_or_their_short_names() -> None:
    assert [flag(name) for name in ("interval", "timestamps", "skip_black")] == [
        "--every",
        "--at",
        "--skip-black",
    ]
