"""The user of a smoke test."""

import secrets
from dataclasses import dataclass

import boto3

from local.client import ApiError, Client
from operate.deployment import Deployment

ADDRESS = "success+{}@simulator.amazonses.com"
"""SES delivers e-mails to it to nobody, from a sandbox too, and they count for no reputation."""


@dataclass(frozen=True)
class Tester:
    """A user who is logged in."""

    client: Client
    email: str
    password: str

    def remove(self) -> None:
        """Deletes the account with all its videos, if it is still there."""
        try:
            self.client.request("DELETE", "/accounts/me")
        except ApiError as error:
            if error.status not in (401, 404, 410):
                raise
        finally:
            self.client.close()


def register(deployment: Deployment) -> Tester:
    """Registers a user with the API and logs in. Nobody reads the code in the e-mail: the caller's
    AWS credentials confirm the address instead. Raises ApiError."""
    name = f"stills-{deployment.stage}-{secrets.token_hex(6)}"
    tester = Tester(
        Client(deployment.api_url), ADDRESS.format(name), f"Aa1!{secrets.token_urlsafe(16)}"
    )
    tester.client.register(tester.email, tester.password)
    cognito, pool = boto3.client("cognito-idp"), deployment.outputs["UserPoolId"]
    cognito.admin_confirm_sign_up(UserPoolId=pool, Username=tester.email)
    cognito.admin_update_user_attributes(
        UserPoolId=pool,
        Username=tester.email,
        UserAttributes=[{"Name": "email_verified", "Value": "true"}],
    )
    tester.client.log_in(tester.email, tester.password)
    return tester
