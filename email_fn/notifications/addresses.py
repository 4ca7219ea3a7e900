"""Users' e-mail addresses. Only Cognito stores them; they are looked up when needed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


class AddressBook:
    def __init__(self, cognito: "CognitoIdentityProviderClient", user_pool_id: str) -> None:
        self._cognito = cognito
        self._user_pool_id = user_pool_id

    def address_of(self, user_id: str) -> str | None:
        """None if the user's account was deleted."""
        try:
            user = self._cognito.admin_get_user(UserPoolId=self._user_pool_id, Username=user_id)
        except self._cognito.exceptions.UserNotFoundException:
            return None
        return next(a["Value"] for a in user["UserAttributes"] if a["Name"] == "email")
