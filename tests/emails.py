"""Draws the e-mails as mail programs show them, for docs/emails.md.

`PYTHONPATH=email_fn python -m tests.emails FOLDER` writes a picture of each into a folder.
Needs Chromium: the first of the usual names, or STILLS_CHROMIUM.
"""

import base64
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
from cfnlint.decode import cfn_yaml
from playwright.sync_api import Browser, sync_playwright

from contracts.accounts import LOCALES
from contracts.messages import ExtractionCompleted, ExtractionFailed
from notifications.emails import Email, Where, completed, failed
from notifications.pictures import Picture
from stills import errors
from tests.infrastructure.conftest import ROOT
from tests.web.conftest import chromium

PAGE = "https://stills.example.com"
WHERE = Where(video=f"{PAGE}/#/videos/1", settings=f"{PAGE}/#/account")
ABOUT: dict[str, Any] = {
    "user_id": "ada",
    "video_id": "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e",
    "extraction": 1,
    "at": datetime(2026, 11, 24, tzinfo=UTC),
    "video_name": "holiday.mp4",
}
COMPLETED = ExtractionCompleted(**ABOUT, images=240, archive_size=41_300_000, seconds=37.4)
FAILED = ExtractionFailed(**ABOUT, code=errors.TooLong.code, reason=errors.TooLong.reason)


def pictures() -> tuple[Picture, ...]:
    """Three tiles of the contact sheet in the documentation."""
    sheet = cv2.imread(str(ROOT / "docs" / "images" / "contact-sheet.jpg"))
    assert sheet is not None
    tiles = (sheet[14:194, left : left + 320] for left in (14, 348, 682))
    encoded = [cv2.imencode(".jpg", tile)[1].tobytes() for tile in tiles]
    return tuple(Picture(data, "image/jpeg", 20.0 * n) for n, data in enumerate(encoded, 1))


def shown(email: Email) -> str:
    """The HTML with its pictures inside, as a browser needs it."""
    html = email.html
    for name, picture in email.pictures:
        data = base64.b64encode(picture.data).decode()
        html = html.replace(f"cid:{name}", f"data:{picture.media_type};base64,{data}")
    return html


def code() -> str:
    """The e-mail with a code, which Cognito sends."""
    pool = cfn_yaml.load(str(ROOT / "template.yaml"))["Resources"]["UserPool"]["Properties"]
    text: str = pool["VerificationMessageTemplate"]["EmailMessage"]
    return f'<body style="margin: 0">{text.replace("{####}", "402817")}</body>'


def draw(browser: Browser, html: str, file: Path, scheme: Any, width: int) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 100})
    page.set_content(html)
    page.screenshot(path=file, full_page=True)
    page.close()


def main(folder: Path) -> None:
    told = {name: completed(COMPLETED, WHERE, 90, pictures(), name) for name in LOCALES}
    samples = [
        ("email-completed", shown(told["en"]), "light", 640),
        ("email-completed-dark", shown(told["en"]), "dark", 640),
        ("email-completed-phone", shown(told["pt-BR"]), "light", 375),
        ("email-failed", shown(failed(FAILED, WHERE)), "light", 640),
        ("email-failed-phone", shown(failed(FAILED, WHERE, "pt-BR")), "dark", 375),
        ("email-code", code(), "light", 640),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, html, scheme, width in samples:
            draw(browser, html, folder / f"{name}.png", scheme, width)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
