"""The e-mails, each as HTML and as plain text, made from `templates/`."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from contracts.failures import advice_for
from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications.names import one_line
from stills.wording import counted

_NAME_IN_SUBJECT, _NAME_IN_BODY, _REASON = 60, 120, 500

_templates = Environment(
    loader=PackageLoader("notifications"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Email:
    """`subject` is one line."""

    subject: str
    text: str
    html: str


def completed(event: ExtractionCompleted, link: str, archive_days: int) -> Email:
    """`link` downloads the archive, which is kept for `archive_days`."""
    name = one_line(event.video_name, _NAME_IN_SUBJECT) or "your video"
    return _email(
        f"Your images from {name} are ready",
        "completed",
        video=one_line(event.video_name, _NAME_IN_BODY) or "your video",
        images=counted(event.images, "image"),
        link=link,
        kept=counted(archive_days, "day"),
    )


def failed(event: ExtractionFailed) -> Email:
    name = one_line(event.video_name, _NAME_IN_SUBJECT) or "your video"
    return _email(
        f"No images from {name}",
        "failed",
        video=one_line(event.video_name, _NAME_IN_BODY) or "your video",
        reason=one_line(event.reason, _REASON),
        advice=advice_for(event.code),
    )


def _email(subject: str, template: str, **content: str) -> Email:
    text, html = (
        _templates.get_template(f"{template}.{kind}").render(content) for kind in ("txt", "html")
    )
    return Email(subject, text, html)
