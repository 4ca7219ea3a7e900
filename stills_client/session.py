"""What every command of the service begins with."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from stills.version import __version__
from stills_client import profiles
from stills_client.api import Api
from stills_client.profiles import Profile

TIMEOUT = httpx.Timeout(30, write=120, read=120)


def clients() -> tuple[httpx.Client, httpx.Client]:
    """One for the service, and one for S3, which gets no token and no other header of ours."""
    agent = {"User-Agent": f"stills/{__version__}"}
    return httpx.Client(timeout=TIMEOUT, headers=agent), httpx.Client(timeout=TIMEOUT)


@contextmanager
def connected(
    arguments: argparse.Namespace, profile: Profile | None = None
) -> Iterator[tuple[Api, httpx.Client]]:
    """The service as the user of a profile, by default of the one that the arguments name, and a
    client for S3. Raises NoService."""
    http, s3 = clients()
    with http, s3:
        yield Api(profile or profiles.load(arguments.profile), http), s3


def show_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))
