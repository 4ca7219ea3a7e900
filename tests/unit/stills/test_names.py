import unicodedata

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stills.manifest import FILES
from stills.names import DEFAULT_TEMPLATE, Labels, Namer, is_safe, template_fault
from stills.options import ExtractionOptions

FRAME = Labels(index=7, time=3_723_500_000, frame=93_087)


def named(template: str, video_name: str = "holiday.mp4", labels: Labels = FRAME) -> str:
    return Namer(template, video_name, "jpg").name(labels)


@pytest.mark.parametrize(
    ("template", "name"),
    [
        (DEFAULT_TEMPLATE, "frame_000007_01-02-03.500.jpg"),
        ("{name}_{index}", "holiday_7.jpg"),
        ("{time}", "03723.500000.jpg"),
        ("{frame:08} of {name}", "00093087 of holiday.jpg"),
        ("Zu\u0308rich {index}", "Z\u00fcrich 7.jpg"),
    ],
)
def test_a_template_is_filled(template: str, name: str) -> None:
    assert template_fault(template) is None
    assert named(template) == name


@pytest.mark.parametrize(
    ("template", "rule"),
    [
        ("", "so that names differ"),
        ("{name}", "so that names differ"),
        ("{index}{index}", "only once"),
        ("{index:6}", "widths only as in"),
        ("{index:0{frame}}", "no fields but"),
        ("{index:06}{time:06}", "widths only as in"),
        ("{index.__class__}", "no fields but"),
        ("{index!r}", "no fields but"),
        ("{0}{index}", "no fields but"),
        ("{}{index}", "no fields but"),
        ("{{index}}", "no fields but"),
        ("{index", "no fields but"),
        ("../{index}", "must begin with none of"),
        (".{index}", "must begin with none of"),
        ("=cmd {index}", "must begin with none of"),
        ("{index}.", "must begin with none of"),
        ("{index} ", "must begin with none of"),
        ("a/{index}", "must have none of"),
        ("a\\{index}", "must have none of"),
        ("C:{index}", "must have none of"),
        ("a..{index}", "must have none of"),
        ("a\x00{index}", "must have none of"),
        ("{index}\n", "must have none of"),
        ("\u202e{index}", "must have none of"),
        ("\udc80{index}", "must have none of"),
        ("é" * 50 + "{index}", "at most 100 bytes"),
    ],
)
def test_a_template_with_a_fault_is_refused_with_its_rule(template: str, rule: str) -> None:
    assert rule in (template_fault(template) or "")
    with pytest.raises(msgspec.ValidationError, match="names"):
        msgspec.convert({"names": template}, ExtractionOptions)


@pytest.mark.parametrize(
    ("video_name", "name"),
    [
        ("../../etc/passwd", "passwd 7.jpg"),
        (".hidden.mp4", "hidden 7.jpg"),
        ("=1+1.mp4", "_1+1 7.jpg"),
        ("-rf.mp4", "_rf 7.jpg"),
        ("a..b.mp4", "a.b 7.jpg"),
        ("{index}.mp4", "{index} 7.jpg"),
        ("gpj\u202e4pm.mp4", "gpj 4pm 7.jpg"),
        ("con.mp4", "con 7.jpg"),
        ("", "video 7.jpg"),
        ("\x00.mp4", "video 7.jpg"),
        ("休日.mp4", "休日 7.jpg"),
    ],
)
def test_the_name_of_the_video_cannot_make_a_name_unsafe(video_name: str, name: str) -> None:
    assert named("{name} {index}", video_name) == name


@pytest.mark.parametrize("template", ["com{index}", "nul.{index}", "LPT{index} "[:-1]])
def test_names_that_windows_reserves_are_changed(template: str) -> None:
    assert named(template).startswith("_")


def test_a_name_that_is_taken_gets_a_number() -> None:
    namer = Namer("{timecode}", "", "jpg", ["00-00-01.000.JPG"])

    names = [namer.name(Labels(index, 1_000_000 + index)) for index in range(3)]

    assert names == ["00-00-01.000_2.jpg", "00-00-01.000_3.jpg", "00-00-01.000_4.jpg"]


def test_names_with_times_sort_by_time() -> None:
    times = [0, 9_999_999, 10_000_000, 86_400_000_000]

    for template in ("{time}", "{timecode}"):
        names = [named(template, labels=Labels(0, time)) for time in times]
        assert names == sorted(names)


@given(
    st.text(st.characters(codec=None), max_size=30),
    st.sampled_from(["{index}", "{timecode}", "{frame:09}", "{name}{time}", "{name}.{index:06}"]),
    st.text(st.characters(codec=None), max_size=30),
    st.text(st.characters(codec=None), max_size=300),
)
def test_a_template_without_a_fault_gives_safe_names_that_differ(
    before: str, field: str, after: str, video_name: str
) -> None:
    template = before + field + after
    assume(template_fault(template) is None)
    namer = Namer(template, video_name, "avif", FILES)

    names = [namer.name(Labels(number, number * 999, number)) for number in (0, 1, 9_999_999)]

    assert all(map(is_safe, names))
    assert len({unicodedata.normalize("NFC", name).casefold() for name in names}) == 3


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "a\\b", ".a", "a.", "a ", "a\n", "nul", "aux.txt", "x" * 256, "u\u0308"],
)
def test_a_name_that_some_file_system_refuses_is_not_safe(name: str) -> None:
    assert not is_safe(name)
