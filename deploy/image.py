"""The worker's image: what builds it, or where it is if it need not be built."""

import os
import shutil
import subprocess
from pathlib import Path

from deploy.tools import DeploymentError

ENGINES = ("docker", "finch")
SOCKET = Path("/var/run/docker.sock")
SECONDS = 60


def require_engine() -> None:
    """Raises DeploymentError if nothing that runs here can build the image. The SAM CLI would say
    that projects run locally with Docker."""
    installed = [engine for engine in ENGINES if shutil.which(engine)]
    without_program = not installed and ("DOCKER_HOST" in os.environ or SOCKET.exists())
    if not (without_program or any(map(_runs, installed))):
        raise DeploymentError(
            "the worker's image is built with Docker or Finch, and neither runs here. Start one, "
            'or deploy an image that is in ECR already: PARAMETERS="WorkerImageUri=..."'
        )


def _runs(engine: str) -> bool:
    try:
        asked = subprocess.run(  # noqa: S603
            [engine, "info"], capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


def of_emulator(account: str, region: str, stage: str) -> str:
    """The name of the image on an emulator, which runs the worker without a registry."""
    return f"{account}.dkr.ecr.{region}.amazonaws.com/stills-worker:{stage}"
