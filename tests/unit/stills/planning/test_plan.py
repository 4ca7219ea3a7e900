from collections.abc import Sequence
from typing import Any

import pytest

from stills.errors import NoImages, NotAVideo
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from stills.planning import plan as plans
from stills.planning.plan import SAMPLES, SAMPLES_OF_SHARPNESS, Plan, Sharpness, make_plan
from stills.planning.timeline import Timeline
from tests.samples import a_source, an_image

SECOND = 1_000_000


def a_timeline(seconds: int = 60, gop: int = 2, *, has_index: bool = True) -> Timeline:
    """25 frames per second, and a keyframe every `gop` seconds."""
    keyframes = range(0, seconds * SECOND, gop * SECOND)
    frames = range(0, seconds * SECOND, 40_000)
    indexed = keyframes if has_index else ()
    return Timeline(a_source(), frames, keyframes, indexed, end=seconds * SECOND)


class FakeExtraction:
    """Returns images of the given sizes, and records the options."""

    def __init__(self, *sizes: int, sharpness: Sequence[float] = ()) -> None:
        self._sizes = sizes or (10_000,) * max(1, len(sharpness))
        self._sharpness = sharpness or (1.0,) * len(self._sizes)
        self.asked: list[ExtractionOptions] = []

    def __call__(self, options: ExtractionOptions) -> Manifest:
        self.asked.append(options)
        measured = enumerate(zip(self._sizes, self._sharpness, strict=True))
        images = [
            an_image(n, size=size, offset=0, sharpness=score) for n, (size, score) in measured
        ]
        return Manifest(source=a_source(), options=options, images=tuple(images))


def planned(
    timeline: Timeline | None = None, extraction: FakeExtraction | None = None, **options: Any
) -> Plan:
    chosen = ExtractionOptions(**options)
    return make_plan(timeline or a_timeline(), chosen, extraction or FakeExtraction())


def test_the_images_are_those_of_the_timeline() -> None:
    assert planned(interval=2).images == 30
    assert planned(every_nth=1, end=1).images == 26
    assert planned(keyframes=True).images == 30


def test_the_archive_is_as_large_as_the_mean_of_the_sample_images() -> None:
    extraction = FakeExtraction(10_000, 30_000)

    plan = planned(extraction=extraction, interval=1)

    assert plan.archive_size == pytest.approx(60 * 20_000, rel=0.05)


@pytest.mark.parametrize("keyframes", [1, 4, 5, 6, 9, 10, 11, 1000])
def test_a_few_keyframes_from_all_of_the_video_are_sampled(keyframes: int) -> None:
    extraction = FakeExtraction()
    timeline = a_timeline(seconds=keyframes, gop=1)

    planned(timeline, extraction)

    [asked] = extraction.asked
    times = [time for time in asked.timestamps if isinstance(time, float)]
    assert 1 <= len(times) <= SAMPLES
    assert {time * SECOND for time in times} <= set(timeline.indexed)
    assert times == sorted(set(times))
    assert times[0] <= keyframes / 2 <= times[-1] + keyframes / 2


def test_only_the_wanted_span_is_sampled() -> None:
    extraction = FakeExtraction()

    planned(extraction=extraction, start=20, end=25)

    assert [options.timestamps for options in extraction.asked] == [(20.0, 22.0, 24.0)]


def test_a_span_without_keyframes_is_judged_by_others() -> None:
    extraction = FakeExtraction()

    planned(a_timeline(gop=20), extraction, start=21, end=25)

    assert [options.timestamps for options in extraction.asked] == [(0.0, 20.0, 40.0)]


SHARPNESS_MATTERS: list[dict[str, Any]] = [
    {"pick": "sharpest"},
    {"best": 5},
    {"skip_blurred": True},
]


@pytest.mark.parametrize("options", SHARPNESS_MATTERS)
def test_the_plan_says_how_sharp_frames_are_if_that_matters(options: dict[str, Any]) -> None:
    extraction = FakeExtraction(sharpness=(30.04, 10.0, 250.0))

    plan = planned(extraction=extraction, **options)

    assert plan.sharpness == Sharpness(lowest=10, median=30, highest=250, frames=3)
    [asked] = extraction.asked
    assert SAMPLES < len(asked.timestamps) <= SAMPLES_OF_SHARPNESS


def test_the_plan_says_nothing_about_sharpness_otherwise() -> None:
    assert planned(interval=1).sharpness is None


def test_without_an_index_the_first_frame_is_the_sample() -> None:
    extraction = FakeExtraction()

    planned(a_timeline(has_index=False), extraction)

    assert [options.timestamps for options in extraction.asked] == [(0.0,)]


def test_samples_are_encoded_as_the_images_would_be() -> None:
    extraction = FakeExtraction()
    encoding: dict[str, Any] = {
        "format": "webp",
        "quality": 30,
        "width": 100,
        "height": 50,
        "fit": "cover",
        "enlarge": True,
    }

    planned(extraction=extraction, interval=9, skip_black=True, **encoding)

    [asked] = extraction.asked
    assert asked == ExtractionOptions(timestamps=asked.timestamps, **encoding)


def test_more_work_takes_longer_and_costs_more() -> None:
    less, more = planned(keyframes=True), planned(every_nth=1)

    assert less.seconds < more.seconds
    assert less.lambda_seconds < more.lambda_seconds
    assert less.lambda_usd < more.lambda_usd


def test_seconds_here_depend_on_the_cores_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans.os, "cpu_count", lambda: 1)  # type: ignore[attr-defined]
    alone = planned(every_nth=1)
    monkeypatch.setattr(plans.os, "cpu_count", lambda: 64)  # type: ignore[attr-defined]
    shared = planned(every_nth=1)

    assert shared.seconds < alone.seconds
    assert shared.lambda_seconds == alone.lambda_seconds


@pytest.mark.parametrize(("seconds", "fits"), [(60, True), (20 * 3600, False)])
def test_an_extraction_that_exceeds_the_time_limit_of_lambda_does_not_fit(
    seconds: int, fits: bool
) -> None:
    assert planned(a_timeline(seconds), scenes=True).fits is fits


def test_a_plan_without_images_fails_before_anything_is_extracted() -> None:
    extraction = FakeExtraction()

    with pytest.raises(NoImages):
        planned(extraction=extraction, start=100)

    assert extraction.asked == []


def test_errors_of_the_sample_extraction_are_raised() -> None:
    def fail(options: ExtractionOptions) -> Manifest:
        raise NotAVideo

    with pytest.raises(NotAVideo):
        make_plan(a_timeline(), ExtractionOptions(), fail)
