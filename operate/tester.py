"""The user of a smoke test."""

import secrets
from dataclasses import dataclass
from typing import Self

import boto3

from local.client import ApiError, Client
from operate.deployment import Deployment

ADDRESS = "success+{}@simulator.amazonses.com"
"""SES delivers e-mails to it to nobody, from a sandbox too, and they count for no reputation."""


@dataclass(frozen=True)
class Tester:
    client: Client
    email: str
    password: str
    pool: str

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        """A user whom nobody knows yet."""
        return cls(
            Client(deployment.api_url),
            ADDRESS.format(f"stills-{deployment.stage}-{secrets.token_hex(6)}"),
            f"Aa1!{secrets.token_urlsafe(16)}",
            deployment.outputs["UserPoolId"],
        )

    def register(self) -> None:
        """Registers with the API and logs in. Nobody reads the code in the e-mail: the caller's
        AWS credentials confirm the address instead. Raises ApiError, ClientError."""
        self.client.register(self.email, self.password)
        cognito = boto3.client("cognito-idp")
        cognito.admin_confirm_sign_up(UserPoolId=self.pool, Username=self.email)
        cognito.admin_update_user_attributes(
            UserPoolId=self.pool,
            Username=self.email,
            UserAttributes=[{"Name": "email_verified", "Value": "true"}],
        )
        self.client.log_in(self.email, self.password)

    def remove(self) -> None:
        """Deletes the account with all its videos, if it is still there: through the API, and what
        cannot log in with the caller's AWS credentials. Raises ApiError, ClientError."""
        try:
            self.client.request("DELETE", "/accounts/me")
        except ApiError as error:
            if error.status not in (401, 404, 410):
                raise
            self._remove_from_pool()
        finally:
            self.client.close()

    def _remove_from_pool(self) -> None:
        cognito = boto3.client("cognito-idp")
        try:
            cognito.admin_delete_user(UserPoolId=self.pool, Username=self.email)
        except cognito.exceptions.UserNotFoundException:
            return
