"""The emulator does not load packages that were compiled for another platform."""

import io
import zipfile

from local.emulator.packages import without_foreign_binaries

ON_A_MAC = (".cpython-311-darwin.so", ".abi3.so", ".so")


def package(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name in names:
            file.writestr(name, name)
    return written.getvalue()


def names_in(code: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(code)).namelist()


def test_a_package_with_a_linux_binary_is_removed_on_a_mac() -> None:
    binary = "msgspec/_core.cpython-311-x86_64-linux-gnu.so"
    code = package("app.py", "msgspec/__init__.py", binary, "jinja2/__init__.py")

    assert names_in(without_foreign_binaries(code, ON_A_MAC)) == ["app.py", "jinja2/__init__.py"]


def test_packages_that_can_be_loaded_here_are_kept() -> None:
    code = package("app.py", "msgspec/__init__.py", "msgspec/_core.cpython-311-darwin.so")

    assert without_foreign_binaries(code, ON_A_MAC) == code
