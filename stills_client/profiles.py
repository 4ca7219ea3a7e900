"""Where the service is and who is signed in, by the name of a profile.

`profiles.json` has each profile's `api` and `email`.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from stills.errors import CannotWrite
from stills_client.errors import NoService


def config_folder() -> Path:
    named = os.environ.get("XDG_CONFIG_HOME")
    return (Path(named) if named else Path.home() / ".config") / "stills"


def write_privately(path: Path, content: Any) -> None:
    """Replaces a file of JSON as a whole. Only its owner can read it. Raises CannotWrite."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file, indent=2)
        new.replace(path)
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror}") from error


def read_json(path: Path) -> dict[str, Any]:
    """Empty if the file is missing or broken."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Profile:
    name: str
    api: str
    email: str = ""

    @property
    def key(self) -> str:
        """Names the token: a profile that moves to another service takes no token along."""
        return f"{self.name} {self.api}"


def chosen(name: str | None) -> str:
    return name or os.environ.get("STILLS_PROFILE") or "default"


def load(name: str | None) -> Profile:
    """STILLS_API_URL comes before what the profile says. Raises NoService."""
    name = chosen(name)
    stored = read_json(config_folder() / "profiles.json").get(name, {})
    api = os.environ.get("STILLS_API_URL") or stored.get("api")
    if not api:
        raise NoService
    return checked(Profile(name, api.rstrip("/"), stored.get("email", "")))


def checked(profile: Profile) -> Profile:
    """Raises NoService if the address of the service is none."""
    try:
        url = httpx.URL(profile.api)
    except httpx.InvalidURL as error:
        raise NoService(f"{profile.api} is not an address: {error}") from error
    if url.scheme not in ("https", "http") or not url.host:
        raise NoService(f"{profile.api} is not an address: it begins with https://")
    return profile


def save(profile: Profile) -> None:
    path = config_folder() / "profiles.json"
    about = {"api": profile.api, "email": profile.email}
    write_privately(path, read_json(path) | {profile.name: about})
