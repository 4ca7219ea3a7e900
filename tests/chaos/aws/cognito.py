"""Cognito in memory: accounts, and the claims of their ID tokens.

An ID token is valid for an hour, whatever happens to its account: only API Gateway checks it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.chaos.aws.errors import client_error

CODE = "123456"
TOKEN_LIFETIME = 3600


@dataclass
class Account:
    sub: str
    email: str
    password: str
    confirmed: bool = False
    authenticated: int = 0
    refresh_tokens: set[str] = field(default_factory=set)


class Cognito:
    def __init__(self, now: Callable[[], float]) -> None:
        self.accounts: dict[str, Account] = {}
        self.emails: dict[str, str] = {}  # also those of deleted accounts
        self._now = now
        self._claims: dict[str, dict[str, Any]] = {}
        self._expires: dict[str, float] = {}
        self._count = 0

    def call(self, operation: str, call: dict[str, Any]) -> dict[str, Any]:
        handler = getattr(self, f"_{operation}", None)
        if handler is None:
            raise NotImplementedError(f"cognito-idp.{operation}")
        answer: dict[str, Any] = handler(call)
        return answer

    def claims(self, id_token: str) -> dict[str, Any] | None:
        """What API Gateway's authorizer passes on; None if the token is not valid any more."""
        claims = self._claims.get(id_token)
        return claims if self._now() < self._expires.get(id_token, 0.0) else None

    def _find(self, operation: str, username: str) -> Account:
        for account in self.accounts.values():
            if username in (account.sub, account.email):
                return account
        raise client_error(operation, "UserNotFoundException", "User does not exist.")

    def _SignUp(self, call: dict[str, Any]) -> dict[str, Any]:
        email = call["Username"].lower()
        if any(account.email == email for account in self.accounts.values()):
            raise client_error("SignUp", "UsernameExistsException", "User already exists")
        self._count += 1
        sub = str(uuid.UUID(int=self._count, version=4))
        self.accounts[sub] = Account(sub, email, call["Password"])
        self.emails[sub] = email
        return {"UserConfirmed": False, "UserSub": sub}

    def _ConfirmSignUp(self, call: dict[str, Any]) -> dict[str, Any]:
        account = self._find("ConfirmSignUp", call["Username"])
        if account.confirmed:
            message = "User cannot be confirmed. Current status is CONFIRMED"
            raise client_error("ConfirmSignUp", "NotAuthorizedException", message)
        if call["ConfirmationCode"] != CODE:
            raise client_error("ConfirmSignUp", "CodeMismatchException")
        account.confirmed = True
        return {}

    def _InitiateAuth(self, call: dict[str, Any]) -> dict[str, Any]:
        operation, parameters = "InitiateAuth", call["AuthParameters"]
        if "REFRESH_TOKEN" in parameters:
            token = parameters["REFRESH_TOKEN"]
            for account in self.accounts.values():
                if token in account.refresh_tokens:
                    return {"AuthenticationResult": self._tokens(account)}
            raise client_error(operation, "NotAuthorizedException", "Invalid Refresh Token")
        try:
            account = self._find(operation, parameters["USERNAME"])
        except Exception as error:
            raise client_error(operation, "NotAuthorizedException") from error
        if account.password != parameters["PASSWORD"]:
            raise client_error(operation, "NotAuthorizedException")
        if not account.confirmed:
            raise client_error(operation, "UserNotConfirmedException")
        account.authenticated = int(self._now())
        tokens = self._tokens(account)
        refresh = f"refresh-{self._count}"
        account.refresh_tokens.add(refresh)
        return {"AuthenticationResult": {**tokens, "RefreshToken": refresh}}

    def _tokens(self, account: Account) -> dict[str, Any]:
        self._count += 1
        now = int(self._now())
        self._expires[f"id-{self._count}"] = now + TOKEN_LIFETIME
        self._claims[f"id-{self._count}"] = {
            "sub": account.sub,
            "email": account.email,
            "email_verified": "true",
            "cognito:username": account.sub,
            "token_use": "id",
            "auth_time": str(account.authenticated),
            "iat": _as_gateway(now),
            "exp": _as_gateway(now + TOKEN_LIFETIME),
            "jti": f"jti-{self._count}",
            "origin_jti": f"origin-{account.sub}-{account.authenticated}",
        }
        return {
            "IdToken": f"id-{self._count}",
            "AccessToken": f"access-{self._count}",
            "ExpiresIn": TOKEN_LIFETIME,
            "TokenType": "Bearer",
        }

    def _AdminUserGlobalSignOut(self, call: dict[str, Any]) -> dict[str, Any]:
        self._find("AdminUserGlobalSignOut", call["Username"]).refresh_tokens.clear()
        return {}

    def _AdminDeleteUser(self, call: dict[str, Any]) -> dict[str, Any]:
        del self.accounts[self._find("AdminDeleteUser", call["Username"]).sub]
        return {}

    def _AdminDisableUser(self, call: dict[str, Any]) -> dict[str, Any]:
        account = self._find("AdminDisableUser", call["Username"])
        account.refresh_tokens.clear()
        return {}

    def _AdminGetUser(self, call: dict[str, Any]) -> dict[str, Any]:
        account = self._find("AdminGetUser", call["Username"])
        attributes = [
            {"Name": "sub", "Value": account.sub},
            {"Name": "email", "Value": account.email},
            {"Name": "email_verified", "Value": "true"},
        ]
        status = "CONFIRMED" if account.confirmed else "UNCONFIRMED"
        return {
            "Username": account.sub,
            "UserAttributes": attributes,
            "Enabled": True,
            "UserStatus": status,
        }


def _as_gateway(time: int) -> str:
    """API Gateway passes on these two claims as dates."""
    return datetime.fromtimestamp(time, UTC).strftime("%a %b %d %H:%M:%S UTC %Y")
