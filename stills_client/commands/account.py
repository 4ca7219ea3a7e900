"""`stills login`, `logout` and `whoami`."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable

import httpx

from stills.errors import InvalidOptions
from stills_client import profiles
from stills_client.errors import NoService
from stills_client.profiles import Profile
from stills_client.session import connected, show_json


def login(arguments: argparse.Namespace) -> int:
    profile = _profile(arguments)
    with connected(arguments, profile) as (api, _):
        api.log_in(_in_utf8(_password, "the password"))
    profiles.save(profile)
    print(f"Signed in to {profile.api} as {profile.email}.")
    return 0


def logout(arguments: argparse.Namespace) -> int:
    """Of this machine, or with --everywhere of all."""
    with connected(arguments) as (api, _):
        if arguments.everywhere:
            api.request("DELETE", "/sessions")
        api.log_out()
    print("Signed out.")
    return 0


def whoami(arguments: argparse.Namespace) -> int:
    with connected(arguments) as (api, _):
        account = api.get("/accounts/me")
    if arguments.json:
        show_json({**account, "api": api.profile.api, "profile": api.profile.name})
    else:
        print(f"{account['email']} at {api.profile.api}")
    return 0


def _profile(arguments: argparse.Namespace) -> Profile:
    """What the arguments say, and otherwise what the profile said before."""
    name = profiles.chosen(arguments.profile)
    api = arguments.api.rstrip("/") if arguments.api else ""
    before = profiles.checked(Profile(name, api)) if api else profiles.load(name)
    address = httpx.URL(before.api)
    if address.scheme != "https" and address.host not in ("127.0.0.1", "localhost"):
        raise NoService(f"A password is sent over https only, not to {before.api}.")
    email = arguments.email or before.email or _asked("E-mail address: ")
    _in_utf8(lambda: email, "--email")
    return Profile(name, before.api, email)


def _in_utf8(read: Callable[[], str], name: str) -> str:
    try:
        text = read()
        text.encode()
    except UnicodeError as error:
        raise InvalidOptions(f"{name}: is not valid UTF-8") from error
    return text


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise InvalidOptions("--email: is needed, because there is no terminal to ask on")
    return _answered(input, question).strip()


def _password() -> str:
    """From STILLS_PASSWORD, from the terminal, or from standard input for scripts."""
    given = os.environ.get("STILLS_PASSWORD")
    if given:
        return given
    if sys.stdin.isatty():
        return _answered(getpass.getpass, "Password: ")
    return sys.stdin.readline().rstrip("\n")


def _answered(ask: Callable[[str], str], question: str) -> str:
    try:
        return ask(question)
    except EOFError as error:  # Ctrl-D
        print(file=sys.stderr)
        raise InvalidOptions(f"{question.rstrip(': ')}: was not given") from error
