"""Users' settings are read from attributes that they can set to anything."""

import pytest

from contracts.accounts import attributes_of, locale_of, profile_of


def attribute(name: str, value: str) -> dict[str, str]:
    return {"Name": name, "Value": value}


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en"),
        ("pt-BR", "pt-BR"),
        ("pt_PT", "pt-BR"),
        ("PT", "pt-BR"),
        ("de-DE", "en"),
        ("", "en"),
        ("pteranodon", "en"),
        ("\x00" * 2000, "en"),
    ],
)
def test_every_tag_has_a_nearest_language(tag: str, locale: str) -> None:
    assert locale_of(tag) == locale


@pytest.mark.parametrize(("value", "wanted"), [("off", False), ("on", True), ("?", True)])
def test_only_one_word_turns_emails_off(value: str, wanted: bool) -> None:
    assert profile_of([attribute("custom:emails", value)]).emails is wanted


@pytest.mark.parametrize("emails", [True, False])
def test_settings_are_read_as_they_were_stored(emails: bool) -> None:
    stored = [attribute("email", "ada@example.com"), *attributes_of("pt-BR", emails)]

    profile = profile_of(stored)

    assert (profile.email, profile.locale, profile.emails) == ("ada@example.com", "pt-BR", emails)


def test_what_is_not_given_is_not_stored() -> None:
    assert attributes_of() == []
