"""The emulator starts only with the MiniStack that its patches were written for."""

import pytest

from local.emulator import __main__ as emulator
from local.settings import ROOT


@pytest.mark.parametrize("installed", ["1.5.32", "1.6.0"])
def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch, installed: str) -> None:
    monkeypatch.setattr(emulator, "version", lambda name: installed)

    with pytest.raises(SystemExit, match=f"MiniStack {installed} is installed"):
        emulator.check_version()


def test_the_right_version_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emulator, "version", lambda name: emulator.MINISTACK)

    emulator.check_version()


def test_the_right_version_is_the_one_that_is_installed() -> None:
    requirements = (ROOT / "requirements" / "emulator.txt").read_text()

    assert f"ministack=={emulator.MINISTACK} " in requirements.replace("[full]", "")
