"""A deployment says in words what still keeps mail from its users."""

import pytest

from deploy.mail import Sender, is_known, sender


class Ses:
    """SES with one identity, or none."""

    class exceptions:
        class NotFoundException(Exception):
            pass

    def __init__(self, verified: bool | None, production: bool) -> None:
        self._verified = verified
        self._production = production

    def get_email_identity(self, EmailIdentity: str) -> dict[str, bool]:
        if self._verified is None:
            raise self.exceptions.NotFoundException
        return {"VerifiedForSendingStatus": self._verified}

    def get_account(self) -> dict[str, bool]:
        return {"ProductionAccessEnabled": self._production}


@pytest.mark.parametrize(
    ("verified", "production", "ready"),
    [(None, True, False), (False, True, False), (True, False, False), (True, True, True)],
)
def test_a_sender_is_ready_if_it_is_verified_outside_the_sandbox(
    monkeypatch: pytest.MonkeyPatch, verified: bool | None, production: bool, ready: bool
) -> None:
    monkeypatch.setattr("boto3.client", lambda name: Ses(verified, production))

    assert sender("a@stills.example").ready is ready


@pytest.mark.parametrize(
    ("verified", "sandbox", "said", "not_said"),
    [
        (True, False, "out of its sandbox", "Deploy again"),
        (True, True, "Request production access", "not verified"),
        (False, False, "Open the link", "production access"),
        (False, True, "Open the link", "out of its sandbox"),
    ],
)
def test_what_is_left_to_do_is_said(
    verified: bool, sandbox: bool, said: str, not_said: str
) -> None:
    text = " ".join(Sender("a@stills.example", verified, sandbox).described())

    assert said in text
    assert not_said not in text


@pytest.mark.parametrize(("verified", "known"), [(None, False), (False, True), (True, True)])
def test_an_identity_is_known_before_it_is_verified(
    monkeypatch: pytest.MonkeyPatch, verified: bool | None, known: bool
) -> None:
    monkeypatch.setattr("boto3.client", lambda name: Ses(verified, True))

    assert is_known("a@stills.example") is known
