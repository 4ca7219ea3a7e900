"""What was measured, as Markdown."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from load.library import Library
from load.people import Crowd, Fairness


class Results(Struct, frozen=True):
    machine: str
    crowd: Crowd
    fairness: Fairness
    library: Library


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values is, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def tables(results: Results) -> str:
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Results) -> Iterator[str]:
    crowd, fairness, library = results.crowd, results.fairness, results.library
    yield from (results.machine, "")
    yield f"{crowd.users} users with {crowd.videos // crowd.users} videos each, at the same time:"
    yield from ("", "| measure | value |", "|---|---|")
    yield f"| videos a minute | {crowd.videos / crowd.seconds * 60:.0f} |"
    for share in (0.5, 0.95, 1.0):
        if crowd.to_zip:
            name = "longest" if share == 1 else f"{share:.0%}"
            yield f"| upload to zip, {name} | {percentile(crowd.to_zip, share):.1f} s |"
    yield f"| lost | {crowd.lost} |"
    yield f"| doubled | {crowd.doubled} |"
    yield f"| answers with 5XX, or none | {sum(not 0 < s.status < 500 for s in crowd.samples)} |"
    yield from ("", "| route | requests | 50% | 95% | 99% |", "|---|---|---|---|---|")
    for route in sorted({sample.route for sample in crowd.samples}):
        times = [sample.seconds for sample in crowd.samples if sample.route == route]
        shown = " | ".join(f"{percentile(times, each) * 1000:.0f} ms" for each in (0.5, 0.95, 0.99))
        yield f"| `{route}` | {len(times)} | {shown} |"
    yield from ("", "| one user's video | upload to zip |", "|---|---|")
    yield f"| alone | {fairness.alone:.1f} s |"
    yield f"| behind another user's {fairness.others} | {fairness.behind:.1f} s |"
    yield f"| the last of those {fairness.others} | {fairness.last:.1f} s |"
    yield from ("", f"| a user with {library.videos:,} videos | seconds |", "|---|---|")
    yield f"| the first page of the list | {library.page:.2f} |"
    yield f"| all pages | {library.all_pages:.1f} |"
    yield f"| all pages of `?status=failed` | {library.failed:.2f} |"
    yield f"| `DELETE /accounts/me` | {library.delete_account:.1f} |"
    yield f"| until the last video is invisible for good | {library.gone:.0f} |"
