"""Addresses are looked up in Cognito."""

from typing import Any

import pytest

from contracts.accounts import Profile
from notifications.addresses import AddressBook


class UserNotFoundException(Exception):
    pass


class Cognito:
    """A user pool with one user."""

    class exceptions:
        UserNotFoundException = UserNotFoundException

    def admin_get_user(self, *, UserPoolId: str, Username: str) -> dict[str, Any]:
        if (UserPoolId, Username) != ("pool", "ada"):
            raise UserNotFoundException
        attributes = {"sub": "ada", "email": "ada@example.com"}
        return {"UserAttributes": [{"Name": n, "Value": v} for n, v in attributes.items()]}


@pytest.mark.parametrize(
    ("user_id", "owner"), [("ada", Profile(email="ada@example.com")), ("bob", None)]
)
def test_an_owner_is_known_while_the_account_exists(user_id: str, owner: Profile | None) -> None:
    book = AddressBook(Cognito(), "pool")  # type: ignore[arg-type]

    assert book.profile(user_id) == owner
