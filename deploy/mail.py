"""Whether the stage can send mail: the state of its sender in SES."""

from dataclasses import dataclass

import boto3


@dataclass(frozen=True)
class Sender:
    """In SES's sandbox, an account may send only to addresses that it has verified."""

    address: str
    verified: bool
    sandbox: bool

    @property
    def ready(self) -> bool:
        """Whether it may send to everyone."""
        return self.verified and not self.sandbox

    def described(self) -> list[str]:
        """Its state, and what is left to do, in sentences."""
        if self.ready:
            return [f"Mail: {self.address} is verified, and SES is out of its sandbox."]
        sentences = []
        if not self.verified:
            sentences.append(
                f"Mail: {self.address} is not verified, so no e-mail about an extraction is sent. "
                "Open the link in the e-mail from AWS."
            )
        if self.sandbox:
            sentences.append(
                "Mail: SES is in its sandbox and sends only to addresses that you have verified. "
                "Request production access (docs/first-deployment.md)."
            )
        sentences.append(
            "Mail: until then Cognito sends the codes of accounts itself, at most 50 a day. "
            "Deploy again afterwards."
        )
        return sentences


def is_known(address: str) -> bool:
    """Whether SES has this address itself as an identity, verified or not."""
    ses = boto3.client("sesv2")
    try:
        ses.get_email_identity(EmailIdentity=address)
    except ses.exceptions.NotFoundException:
        return False
    return True


def sender(address: str) -> Sender:
    """The present state of a sender's address."""
    ses = boto3.client("sesv2")
    try:
        verified = ses.get_email_identity(EmailIdentity=address)["VerifiedForSendingStatus"]
    except ses.exceptions.NotFoundException:
        verified = False
    return Sender(address, verified, not ses.get_account()["ProductionAccessEnabled"])
