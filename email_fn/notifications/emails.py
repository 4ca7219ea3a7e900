"""The e-mails, each as HTML and as plain text, made from `templates/` and `words/`."""

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from contracts.accounts import Locale
from contracts.failures import Failure
from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications.names import one_line
from notifications.pictures import Picture
from notifications.words import counted, duration, explained, grouped, size, words_of
from stills.timing import clock, from_seconds

_NAME_IN_SUBJECT, _NAME_IN_BODY, _REASON = 60, 120, 500


def _strong(sentence: str, **values: str) -> Markup:
    """A sentence of `words/` in HTML, with its values in bold."""
    strong = {name: Markup("<strong>{}</strong>").format(each) for name, each in values.items()}
    return Markup(sentence).format(**strong)  # noqa: S704 - the sentence is ours


_templates = Environment(
    loader=PackageLoader("notifications"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["strong"] = _strong
_templates.filters["filled"] = str.format


@dataclass(frozen=True)
class Email:
    """`subject` is one line. `html` shows each of the `pictures` by its name. `unsubscribe` is the
    URL that turns e-mails off; it is empty if there is none."""

    subject: str
    text: str
    html: str
    pictures: tuple[tuple[str, Picture], ...] = ()
    unsubscribe: str = ""


@dataclass(frozen=True)
class Where:
    """The links of an e-mail: `video` and `settings` lead to the page, and are empty if there is
    none; `archive` downloads the archive. See `Email` for `unsubscribe`."""

    video: str = ""
    archive: str = ""
    settings: str = ""
    unsubscribe: str = ""


def completed(
    event: ExtractionCompleted,
    where: Where,
    archive_days: int,
    pictures: tuple[Picture, ...] = (),
    locale: Locale = "en",
) -> Email:
    """The archive is kept for `archive_days`."""
    words = words_of(locale)
    figures = [(words["images"], grouped(event.images, locale))]
    if event.archive_size:
        figures.append((words["size"], size(event.archive_size, locale)))
    if event.seconds is not None:
        figures.append((words["time"], duration(event.seconds, locale)))
    named = tuple((f"image{index}", picture) for index, picture in enumerate(pictures, 1))
    return _email(
        "completed",
        event.video_name,
        where,
        locale,
        named,
        images=counted(event.images, "image", locale),
        figures=figures,
        shown=[(name, _clock(picture.time)) for name, picture in named],
        days=counted(archive_days, "day", locale),
    )


def failed(event: ExtractionFailed, where: Where, locale: Locale = "en") -> Email:
    reason, advice = explained(Failure(event.code, event.reason), locale)
    told = {"reason": one_line(reason, _REASON), "advice": advice}
    return _email("failed", event.video_name, where, locale, (), **told)


def _email(
    kind: str,
    video_name: str,
    where: Where,
    locale: Locale,
    pictures: tuple[tuple[str, Picture], ...],
    **content: Any,
) -> Email:
    words = words_of(locale)
    names = (one_line(video_name, limit) for limit in (_NAME_IN_SUBJECT, _NAME_IN_BODY))
    in_subject, in_body = (name or words["your_video"] for name in names)
    content |= {"common": words, "words": words[kind], "video": in_body, "where": where}
    text, html = (
        _templates.get_template(f"{kind}.{ending}").render(locale=locale, **content)
        for ending in ("txt", "html")
    )
    subject = words[kind]["subject"].format(video=in_subject)
    return Email(subject, text, html, pictures, where.unsubscribe)


def _clock(seconds: float) -> str:
    """`00:01:02`."""
    return clock(from_seconds(seconds)).split(".")[0].replace("-", ":")
