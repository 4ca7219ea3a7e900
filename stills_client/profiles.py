"""Where the service is and who is signed in, by the name of a profile.

`profiles.json` has each profile's `api` and `email`. The refresh token is in the system's keyring
if the library `keyring` is installed and finds one, and otherwise in `tokens.json`, which only its
owner can read.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stills.errors import CannotWrite
from stills_client.errors import NoService

SERVICE = "stills"


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
    return Profile(name, api.rstrip("/"), stored.get("email", ""))


def save(profile: Profile) -> None:
    path = config_folder() / "profiles.json"
    about = {"api": profile.api, "email": profile.email}
    write_privately(path, read_json(path) | {profile.name: about})


def read_token(profile: Profile) -> str | None:
    keyring = _keyring()
    if keyring:
        found: str | None = keyring.get_password(SERVICE, profile.key)
        return found
    return read_json(config_folder() / "tokens.json").get(profile.key)


def write_token(profile: Profile, token: str | None) -> None:
    """None forgets it."""
    keyring = _keyring()
    if keyring and token:
        keyring.set_password(SERVICE, profile.key, token)
    elif keyring:
        if keyring.get_password(SERVICE, profile.key) is not None:
            keyring.delete_password(SERVICE, profile.key)
    else:
        path = config_folder() / "tokens.json"
        others = {name: each for name, each in read_json(path).items() if name != profile.key}
        write_privately(path, others | ({profile.key: token} if token else {}))


def _keyring() -> Any:
    """The library, if it is installed and there is a keyring that it can use."""
    try:
        import keyring  # type: ignore[import-not-found]  # an extra
        from keyring.backends import fail  # type: ignore[import-not-found]
    except ImportError:
        return None
    if sys.platform == "linux" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    return None if isinstance(keyring.get_keyring(), fail.Keyring) else keyring
