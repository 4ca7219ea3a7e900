"""What Cognito stores about a user for the services: the address, the language, and whether
e-mails about extractions are wanted."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from msgspec import Struct

from stills.schema import about

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

Locale = Literal["en", "pt-BR"]
LOCALES: tuple[Locale, ...] = get_args(Locale)

AccountLocale = Annotated[Locale, about("The language of e-mails, a BCP 47 tag", "pt-BR")]

_EMAILS = "custom:emails"
"""Only the word that turns e-mails off does: every other value leaves them on."""
_OFF = "off"


class Profile(Struct, frozen=True, kw_only=True):
    """`emails` is whether e-mails about extractions are sent. Codes are sent in any case."""

    email: str
    locale: Locale = "en"
    emails: bool = True


def profile_of(attributes: Iterable[Mapping[str, Any]]) -> Profile:
    """From a user's attributes in Cognito, which the user can set to anything."""
    values = {each["Name"]: each["Value"] for each in attributes}
    return Profile(
        email=values.get("email", ""),
        locale=locale_of(values.get("locale", "")),
        emails=values.get(_EMAILS) != _OFF,
    )


def locale_of(tag: str) -> Locale:
    """The nearest language that there is, English if there is none."""
    return "pt-BR" if tag.lower().replace("_", "-").split("-")[0] == "pt" else "en"


def attributes_of(
    locale: Locale | None = None, emails: bool | None = None
) -> "list[AttributeTypeTypeDef]":
    """The attributes in Cognito that store these settings; those that are None stay as they are."""
    changes = {
        "locale": locale,
        _EMAILS: None if emails is None else ("on" if emails else _OFF),
    }
    return [{"Name": name, "Value": value} for name, value in changes.items() if value is not None]
