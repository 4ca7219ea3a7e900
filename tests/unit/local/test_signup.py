"""A new user confirms the address with the code from the e-mail."""

import pytest

from local import signup
from local.client import Client
from local.mailbox import Mail


def test_an_email_without_a_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = Mail(("demo@example.com",), "Welcome", "No code here", None)
    monkeypatch.setattr(Client, "register", lambda *_: None)
    monkeypatch.setattr(signup, "wait_for_mail", lambda *_: mail)

    with pytest.raises(ValueError, match="'Welcome' contains no code"):
        signup.sign_up({"api_url": "http://127.0.0.1:1", "mail_url": "http://127.0.0.1:1"})


def test_the_code_in_the_email_confirms_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, ...]] = []
    mail = Mail(("demo@example.com",), "Your code", "", "<b>123456</b>")
    monkeypatch.setattr(signup, "wait_for_mail", lambda *_: mail)
    for name in ("register", "confirm", "log_in"):
        monkeypatch.setattr(
            Client, name, lambda _, *arguments, name=name: calls.append((name, *arguments))
        )

    client, email = signup.sign_up({"api_url": "http://127.0.0.1:1", "mail_url": ""})

    client.close()
    password = calls[0][2]
    assert calls == [
        ("register", email, password),
        ("confirm", email, "123456"),
        ("log_in", email, password),
    ]
