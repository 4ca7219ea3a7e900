"""E-mails are handed to SES, and its refusals reveal no address."""

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from notifications.delivery import Mailer, NotSent
from notifications.emails import Email
from notifications.pictures import Picture

EMAIL = Email(subject="Zürich", text="text", html="<p>html</p>")


class Ses:
    """Remembers requests, or refuses them."""

    def __init__(self, refusal: str | None = None) -> None:
        self.refusal = refusal
        self.requests: list[dict[str, Any]] = []

    def send_email(self, **request: Any) -> None:
        if self.refusal:
            message = "ada@example.com is not verified"
            raise ClientError({"Error": {"Code": self.refusal, "Message": message}}, "SendEmail")
        self.requests.append(request)


def test_an_email_has_both_bodies_in_utf_8() -> None:
    ses = Ses()

    Mailer(ses, "stills@example.com", "stills-dev").send("ada@example.com", EMAIL)  # type: ignore[arg-type]

    [request] = ses.requests
    assert request["FromEmailAddress"] == "Stills <stills@example.com>"
    assert request["ConfigurationSetName"] == "stills-dev"
    assert request["Destination"] == {"ToAddresses": ["ada@example.com"]}
    simple = request["Content"]["Simple"]
    assert simple["Subject"] == {"Data": "Zürich", "Charset": "UTF-8"}
    assert simple["Body"]["Text"]["Data"] == "text"
    assert simple["Body"]["Html"]["Data"] == "<p>html</p>"


def test_an_email_shows_its_pictures_inline() -> None:
    ses, picture = Ses(), Picture(b"jpeg", "image/jpeg", 1.0)

    Mailer(ses, "stills@example.com", "stills-dev").send(  # type: ignore[arg-type]
        "ada@example.com", replace(EMAIL, pictures=(("image1", picture),))
    )

    [attachment] = ses.requests[0]["Content"]["Simple"]["Attachments"]
    assert attachment["RawContent"] == b"jpeg"
    assert attachment["ContentId"] == "image1"
    assert attachment["ContentDisposition"] == "INLINE"
    assert (attachment["ContentType"], attachment["FileName"]) == ("image/jpeg", "image1.jpeg")


@pytest.mark.parametrize("url", ["", "https://stills.example.com/api/accounts/unsubscribe?token=a"])
def test_a_mail_program_can_turn_emails_off_with_one_click(url: str) -> None:
    ses = Ses()

    Mailer(ses, "stills@example.com", "stills-dev").send(  # type: ignore[arg-type]
        "ada@example.com", replace(EMAIL, unsubscribe=url)
    )

    headers = {h["Name"]: h["Value"] for h in ses.requests[0]["Content"]["Simple"]["Headers"]}
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert headers == ({"List-Unsubscribe": f"<{url}>", **one_click} if url else {})


def test_a_refusal_says_only_its_code() -> None:
    mailer = Mailer(Ses("MessageRejected"), "stills@example.com", "stills-dev")  # type: ignore[arg-type]

    with pytest.raises(NotSent, match=r"^MessageRejected$") as raised:
        mailer.send("ada@example.com", EMAIL)

    assert raised.value.__suppress_context__
