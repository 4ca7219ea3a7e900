"""API Gateway's part of the table in SECURITY.md, on every route that is deployed."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from local.client import Client
from tests.authorization import refusals
from tests.e2e.conftest import LocalCloud

pytestmark = pytest.mark.e2e

PASSWORD = "Correct-Horse-9"
VIDEO = "01890000-0000-7000-8000-000000000000"


Session = dict[str, str]
Route = tuple[str, str, bool]
"""Its method, its path, and whether it is public."""


@pytest.fixture(scope="module")
def session(cloud: LocalCloud) -> Iterator[Session]:
    """The tokens of a new user."""
    client, email = Client(cloud.outputs["api_url"]), f"{uuid4()}@example.com"
    client.register(email, PASSWORD)
    client.confirm(email, "123456")
    account = {"email": email, "password": PASSWORD}
    yield client.request("POST", "/sessions", json=account).json()
    client.close()


@pytest.fixture(scope="module")
def routes(cloud: LocalCloud) -> list[Route]:
    """All routes that are deployed."""
    gateway = cloud.aws("apigateway")
    [api] = gateway.get_rest_apis()["items"]
    resources = gateway.get_resources(restApiId=api["id"], embed=["methods"], limit=500)["items"]
    return [
        (method, resource["path"], declared["authorizationType"] == "NONE")
        for resource in resources
        for method, declared in resource.get("resourceMethods", {}).items()
        if method != "OPTIONS"
    ]


def call(cloud: LocalCloud, method: str, path: str, token: str | None) -> httpx.Response:
    filled = re.sub(r"{\w+}", "0", path.replace("{video_id}", VIDEO))
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.request(
        method, cloud.outputs["api_url"] + filled, headers=headers, json={}, trust_env=False
    )


def test_the_table_lists_what_is_tested_here() -> None:
    assert refusals("API Gateway").keys() == TOKENS.keys()


def pool_key(cloud: LocalCloud) -> RSAKey:
    """The key that signs the pool's ID tokens, from the state of the emulator."""
    keys: Path = cloud.home / "state" / "cognito-pool-keys"
    return RSAKey.import_key((keys / f"{cloud.outputs['user_pool_id']}-id.pem").read_text())


def signed(cloud: LocalCloud, session: Session, key: RSAKey, **claims: Any) -> str:
    """The ID token with other claims, signed by a key, under the name of the pool's key."""
    decoded = jwt.decode(session["id_token"], pool_key(cloud))
    return jwt.encode(decoded.header, {**decoded.claims, **claims}, key)


def expired(cloud: LocalCloud, session: Session) -> str:
    now = int(time.time())
    return signed(cloud, session, pool_key(cloud), iat=now - 3601, exp=now - 1)


def of_another_key(cloud: LocalCloud, session: Session) -> str:
    return signed(cloud, session, RSAKey.generate_key(2048))


def of_another_pool(cloud: LocalCloud, session: Session) -> str:
    cognito, name = cloud.aws("cognito-idp"), "stranger"
    pool = cognito.create_user_pool(PoolName="other")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="other", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=name, Password=PASSWORD, Permanent=True
    )
    answer = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


TOKENS: dict[str, Callable[[LocalCloud, Session], str | None]] = {
    "no token": lambda cloud, session: None,
    "something that is not a token": lambda cloud, session: "not.a.token",
    "a token that has expired": expired,
    "a token signed by another key": of_another_key,
    "a token of another user pool": of_another_pool,
    "an access token": lambda cloud, session: session["access_token"],
    "a refresh token": lambda cloud, session: session["refresh_token"],
}


@pytest.mark.parametrize("kind", TOKENS)
def test_a_token_is_refused_by_every_route_that_is_not_public(
    cloud: LocalCloud, session: Session, routes: list[Route], kind: str
) -> None:
    token = TOKENS[kind](cloud, session)

    answers = {
        (method, path): call(cloud, method, path, token)
        for method, path, is_public in routes
        if not is_public
    }

    assert answers
    assert {route: (each.status_code, each.json()["code"]) for route, each in answers.items()} == (
        dict.fromkeys(answers, refusals("API Gateway")[kind])
    )


def test_a_token_that_is_signed_again_is_accepted(cloud: LocalCloud, session: Session) -> None:
    """Otherwise the tokens made above could be refused for how they are made."""
    token = signed(cloud, session, pool_key(cloud))

    assert call(cloud, "GET", "/accounts/me", token).status_code == 200


def test_a_public_route_looks_at_no_token(cloud: LocalCloud, routes: list[Route]) -> None:
    public = [(method, path) for method, path, is_public in routes if is_public]

    answers = [call(cloud, *route, "not.a.token") for route in public]

    assert {each.status_code for each in answers} == {200, 400}
