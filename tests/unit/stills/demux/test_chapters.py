from fractions import Fraction
from typing import Any, cast

from av.container import InputContainer

from stills.demux.chapters import Chapter, chapters

MILLISECOND = Fraction(1, 1000)


class FakeContainer:
    def __init__(self, *marks: tuple[int, Fraction | None, str | None]) -> None:
        self._marks = marks

    def chapters(self) -> list[dict[str, Any]]:
        return [
            {"start": start, "time_base": base, "metadata": {"title": title} if title else {}}
            for start, base, title in self._marks
        ]


def chapters_of(*marks: tuple[int, Fraction | None, str | None], origin: int = 0) -> list[Chapter]:
    return chapters(cast(InputContainer, FakeContainer(*marks)), origin)


def test_chapters_are_in_order_of_time_from_the_first_frame() -> None:
    found = chapters_of(
        (3000, MILLISECOND, "Second"), (1000, MILLISECOND, "First"), origin=1_000_000
    )

    assert found == [(0, "First"), (2_000_000, "Second")]


def test_marks_outside_of_any_video_are_brought_into_the_limits() -> None:
    found = chapters_of((-(2**63), MILLISECOND, None), (2**63 - 1, Fraction(1), None))

    assert [chapter.time for chapter in found] == [0, 86_400_000_000]


def test_a_chapter_without_a_time_base_is_ignored() -> None:
    assert chapters_of((0, None, "x")) == []


def test_a_title_is_one_line_of_limited_length() -> None:
    [chapter] = chapters_of((0, MILLISECOND, "a\r\nb\x00\u202ec " + "x" * 10_000))

    assert chapter.title.startswith("a b c xxx")
    assert len(chapter.title) == 200


def test_thousands_of_chapters_are_read() -> None:
    assert len(chapters_of(*[(0, MILLISECOND, "x")] * 10_000)) == 10_000
