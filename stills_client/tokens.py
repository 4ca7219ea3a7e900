"""The refresh token of each profile.

It is in the system's keyring if the library `keyring` is installed and finds one, and otherwise in
`tokens.json`, which only its owner can read.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stills_client.errors import NoKeyring
from stills_client.profiles import Profile, config_folder, read_json, write_privately

SERVICE = "stills"


def read_token(profile: Profile) -> str | None:
    """Raises NoKeyring."""
    keyring = _keyring()
    if keyring:
        with _explained(keyring):
            found: str | None = keyring.get_password(SERVICE, profile.key)
            return found
    return read_json(config_folder() / "tokens.json").get(profile.key)


def write_token(profile: Profile, token: str | None) -> None:
    """None forgets it. Raises NoKeyring, CannotWrite."""
    keyring = _keyring()
    if not keyring:
        path = config_folder() / "tokens.json"
        others = {name: each for name, each in read_json(path).items() if name != profile.key}
        write_privately(path, others | ({profile.key: token} if token else {}))
        return
    with _explained(keyring):
        if token:
            keyring.set_password(SERVICE, profile.key, token)
        elif keyring.get_password(SERVICE, profile.key) is not None:
            keyring.delete_password(SERVICE, profile.key)


def _keyring() -> Any:
    """The library, if it is installed and there is a keyring that it can use."""
    try:
        import keyring.errors  # type: ignore[import-not-found]  # an extra
        from keyring.backends import fail  # type: ignore[import-not-found]
    except ImportError:
        return None
    if sys.platform == "linux" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    return None if isinstance(keyring.get_keyring(), fail.Keyring) else keyring


@contextmanager
def _explained(keyring: Any) -> Iterator[None]:
    try:
        yield
    except keyring.errors.KeyringError as error:
        raise NoKeyring(f"The system's keyring cannot be used: unlock it. ({error})") from error
