"""The owners of videos. Only Cognito stores their addresses; they are looked up when needed."""

from typing import TYPE_CHECKING

from contracts.accounts import Profile, profile_of

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


class AddressBook:
    def __init__(self, cognito: "CognitoIdentityProviderClient", user_pool_id: str) -> None:
        self._cognito = cognito
        self._user_pool_id = user_pool_id

    def profile(self, user_id: str) -> Profile | None:
        """None if the user's account was deleted."""
        try:
            user = self._cognito.admin_get_user(UserPoolId=self._user_pool_id, Username=user_id)
        except self._cognito.exceptions.UserNotFoundException:
            return None
        return profile_of(user["UserAttributes"])
