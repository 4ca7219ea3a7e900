"""Sends e-mails with SES."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from notifications.emails import Email

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import ContentTypeDef


class NotSent(Exception):
    """SES refused the e-mail. Contains only SES's error code: its message may contain the address,
    which must not be logged."""


class TooLittleTime(Exception):
    """The function might be stopped before it knows whether SES accepted the e-mail, and would then
    send another one. It is sent by the next run."""


class Mailer:
    """`configuration` is the name of the configuration set in SES, which has it remember addresses
    that it cannot reach. It accepts e-mails to them, and does not send them."""

    def __init__(self, ses: "SESV2Client", sender: str, configuration: str) -> None:
        self._ses = ses
        self._configuration = configuration
        self._sender = f"Stills <{sender}>"

    def send(self, address: str, email: Email) -> None:
        """Raises NotSent, or BotoCoreError if SES does not answer."""
        try:
            self._ses.send_email(
                FromEmailAddress=self._sender,
                ConfigurationSetName=self._configuration,
                Destination={"ToAddresses": [address]},
                Content={
                    "Simple": {
                        "Subject": _utf8(email.subject),
                        "Body": {"Text": _utf8(email.text), "Html": _utf8(email.html)},
                    }
                },
            )
        except ClientError as error:
            raise NotSent(error.response["Error"]["Code"]) from None


def _utf8(text: str) -> "ContentTypeDef":
    return {"Data": text, "Charset": "UTF-8"}
