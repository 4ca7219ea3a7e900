"""What works on this machine alone needs nothing of the service."""

import subprocess
import sys

CHECK = """
import sys
from stills_client.main import main
main(["plan", "missing.mp4"])
print("httpx" in sys.modules)
"""


def test_a_local_command_does_not_import_the_client_of_the_service() -> None:
    ran = subprocess.run(  # noqa: S603 - the code is ours
        [sys.executable, "-c", CHECK], capture_output=True, text=True, check=True
    )

    assert ran.stdout == "False\n"
