"""The token is in the system's keyring, if the library for it is installed."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.integration.client.conftest import SERVICE, Cloud, Stills

KEY = ("stills", f"default {SERVICE}")


class KeyringError(Exception):
    pass


class Fail:
    """What the library uses where there is no keyring."""


class Keyring(ModuleType):
    """The library, with a backend in memory. A `locked` one refuses everything."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.secrets: dict[tuple[str, str], str] = {}
        self.locked = False
        self.backend: object = self
        self.errors, self.backends = ModuleType("keyring.errors"), ModuleType("keyring.backends")
        self.fail = ModuleType("keyring.backends.fail")
        self.errors.KeyringError = KeyringError  # type: ignore[attr-defined]
        self.backends.fail = self.fail  # type: ignore[attr-defined]
        self.fail.Keyring = Fail  # type: ignore[attr-defined]

    def get_keyring(self) -> object:
        return self.backend

    def get_password(self, service: str, name: str) -> str | None:
        self._require_unlocked()
        return self.secrets.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self._require_unlocked()
        self.secrets[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        self._require_unlocked()
        if (service, name) not in self.secrets:
            raise KeyringError("there is no such password")
        del self.secrets[service, name]

    def _require_unlocked(self) -> None:
        if self.locked:
            raise KeyringError("Failed to unlock the collection!")


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> Keyring:
    made = Keyring()
    for name in ("", ".errors", ".backends", ".backends.fail"):
        module = made
        for part in filter(None, name.split(".")):
            module = getattr(module, part)
        monkeypatch.setitem(sys.modules, f"keyring{name}", module)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus")
    return made


def test_the_token_is_in_the_keyring_only(
    keyring: Keyring, signed_in: Stills, tmp_path: Path
) -> None:
    assert list(keyring.secrets) == [KEY]
    assert signed_in("whoami").status == 0
    [token] = keyring.secrets.values()
    for path in (tmp_path / "config").rglob("*.json"):
        assert token not in path.read_text()


def test_signing_out_removes_the_token_from_the_keyring(
    keyring: Keyring, signed_in: Stills
) -> None:
    assert signed_in("logout").status == 0
    assert keyring.secrets == {}
    assert signed_in("logout").status == 0  # there is nothing to remove


@pytest.mark.parametrize("command", ["whoami", "logout"])
def test_a_locked_keyring_is_one_line(keyring: Keyring, signed_in: Stills, command: str) -> None:
    keyring.locked = True

    ran = signed_in(command)

    assert ran.status == 2
    assert ran.err.startswith("error: no_keyring: ")
    assert "unlock" in ran.err


def test_a_locked_keyring_at_signing_in_is_one_line(keyring: Keyring, stills: Stills) -> None:
    keyring.locked = True

    ran = stills("login", "--api", SERVICE, "--email", "ada@example.com")

    assert ran.err.startswith("error: no_keyring: ")


def test_without_a_keyring_the_token_is_in_a_file(
    keyring: Keyring, stills: Stills, tmp_path: Path
) -> None:
    keyring.backend = Fail()

    assert stills("login", "--api", SERVICE, "--email", "ada@example.com").status == 0

    assert (tmp_path / "config" / "stills" / "tokens.json").exists()
    assert keyring.secrets == {}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems need no D-Bus")
def test_without_a_session_bus_the_keyring_is_not_asked(
    keyring: Keyring, stills: Stills, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")

    assert stills("login", "--api", SERVICE, "--email", "ada@example.com").status == 0

    assert keyring.secrets == {}
