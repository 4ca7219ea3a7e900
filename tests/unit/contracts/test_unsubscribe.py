"""Links that stop e-mails name a user, and cannot be forged."""

import pytest

from contracts.unsubscribe import token_for, user_of


def test_a_token_names_its_user() -> None:
    assert user_of(token_for("ada", "secret"), "secret") == "ada"


@pytest.mark.parametrize("token", ["", ".", "ada", "ada.", "ada.0000", "bob.é"])
def test_anything_else_names_nobody(token: str) -> None:
    assert user_of(token, "secret") is None


def test_the_token_of_one_user_is_not_that_of_another() -> None:
    signature = token_for("ada", "secret").rpartition(".")[2]

    assert user_of(f"bob.{signature}", "secret") is None


def test_a_token_is_worth_nothing_with_another_secret() -> None:
    assert user_of(token_for("ada", "secret"), "other") is None
