"""Reads the e-mails that the local cloud sent."""

import time
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Mail:
    to: tuple[str, ...]
    subject: str
    text: str
    html: str | None


def mails_to(mail_url: str, address: str) -> list[Mail]:
    """The e-mails sent to an address, oldest first."""
    sent = httpx.get(mail_url, trust_env=False).raise_for_status().json()["messages"]
    mails = [
        Mail(tuple(m["To"]), m["Subject"], m["BodyText"] or "", m["BodyHtml"])
        for messages in sent.values()
        for m in messages
    ]
    return [mail for mail in mails if address in mail.to]


def wait_for_mail(mail_url: str, address: str, number: int, seconds: float = 60) -> Mail:
    """Waits for the e-mail with that number, counted from 1. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        mails = mails_to(mail_url, address)
        if len(mails) >= number:
            return mails[number - 1]
        time.sleep(0.1)
    raise TimeoutError(f"no e-mail arrived within {seconds:.0f} seconds")
