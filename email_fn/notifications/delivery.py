"""Sends e-mails with SES."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from notifications.emails import Email
from notifications.pictures import Picture

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import (
        AttachmentTypeDef,
        ContentTypeDef,
        MessageHeaderTypeDef,
        MessageTypeDef,
    )


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
                Content={"Simple": _message(email)},
            )
        except ClientError as error:
            raise NotSent(error.response["Error"]["Code"]) from None


def _message(email: Email) -> "MessageTypeDef":
    return {
        "Subject": _utf8(email.subject),
        "Body": {"Text": _utf8(email.text), "Html": _utf8(email.html)},
        "Headers": _unsubscribe_headers(email.unsubscribe) if email.unsubscribe else [],
        "Attachments": [_inline(name, picture) for name, picture in email.pictures],
    }


def _unsubscribe_headers(url: str) -> "list[MessageHeaderTypeDef]":
    """RFC 2369, and RFC 8058 for one click."""
    return [
        {"Name": "List-Unsubscribe", "Value": f"<{url}>"},
        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
    ]


def _inline(name: str, picture: Picture) -> "AttachmentTypeDef":
    return {
        "RawContent": picture.data,
        "ContentType": picture.media_type,
        "ContentDisposition": "INLINE",
        "ContentId": name,
        "ContentTransferEncoding": "BASE64",
        "FileName": f"{name}.{picture.media_type.removeprefix('image/')}",
    }


def _utf8(text: str) -> "ContentTypeDef":
    return {"Data": text, "Charset": "UTF-8"}
