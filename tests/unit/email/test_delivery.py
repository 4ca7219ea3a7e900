"""E-mails are handed to SES, and its refusals reveal no address."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from notifications.delivery import Mailer, NotSent
from notifications.emails import Email

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


def test_a_refusal_says_only_its_code() -> None:
    mailer = Mailer(Ses("MessageRejected"), "stills@example.com", "stills-dev")  # type: ignore[arg-type]

    with pytest.raises(NotSent, match=r"^MessageRejected$") as raised:
        mailer.send("ada@example.com", EMAIL)

    assert raised.value.__suppress_context__
