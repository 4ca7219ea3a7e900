"""Where the local cloud stores its data and which port it uses."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
EMULATOR_PYTHON = ROOT / ".stills" / "venvs" / "emulator" / "bin" / "python"
STAGE = "local"
REGION = "us-east-1"
WORKERS = ("auto", "host", "image")
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@dataclass(frozen=True)
class Settings:
    """`worker` says how the worker runs: as the `image` that is deployed to AWS, on the `host`, or
    as an image wherever one can be built. `developed_at` are the origins of servers with which the
    page is developed."""

    home: Path
    port: int = 4566
    page_port: int = 4580
    worker: str = "auto"
    developed_at: tuple[str, ...] = ()

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Raises ValueError, which names the variable that is wrong."""
        worker = env.get("STILLS_WORKER") or "auto"
        if worker not in WORKERS:
            raise ValueError(f"STILLS_WORKER={worker} is not one of {', '.join(WORKERS)}")
        home = Path(env.get("STILLS_HOME") or ROOT / ".stills").resolve()
        return cls(
            home=home,
            port=_port(env, "STILLS_PORT", cls.port),
            page_port=_port(env, "STILLS_PAGE_PORT", cls.page_port),
            worker=worker,
            developed_at=_origins(env.get("STILLS_ORIGINS", "")),
        )

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def page_url(self) -> str:
        return f"http://127.0.0.1:{self.page_port}"

    @property
    def mail_url(self) -> str:
        return f"{self.endpoint_url}/_ministack/ses/messages"

    @property
    def outputs_file(self) -> Path:
        return self.home / "outputs.json"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def objects(self) -> Path:
        return self.home / "objects"

    def aws_environment(self) -> dict[str, str]:
        """The environment with which AWS tools and SDKs use the local cloud and nothing else."""
        return {
            **CREDENTIALS,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def emulator_environment(self, runner_url: str) -> dict[str, str]:
        """The whole environment of the emulator and of the functions that it runs."""
        return {
            **CREDENTIALS,
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "AWS_DEFAULT_REGION": REGION,
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "localhost",
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_ENABLED": "0",  # otherwise it listens on all interfaces
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.state),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.objects),
            "TMPDIR": str(self.home / "tmp"),
            "STILLS_RUNNER_URL": runner_url,
            "STILLS_RUNNER_LOG": str(self.logs / "runner.log"),
            "STILLS_PAGE_PORT": str(self.page_port),
            "STILLS_ORIGINS": ",".join([self.page_url, *self.developed_at]),
        }

    def runner_environment(self) -> dict[str, str]:
        """The environment of the worker, without the variables of its function. Each invocation
        brings the credentials of the function's role."""
        everyones = self.aws_environment()
        return {
            **{name: everyones[name] for name in everyones.keys() - CREDENTIALS.keys()},
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
        }


def _port(env: Mapping[str, str], variable: str, default: int) -> int:
    value = env.get(variable) or str(default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ValueError(f"{variable}={value} is not a port")
    return int(value)


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(value.replace(",", " ").split())
    for origin in origins:
        if not re.fullmatch(r"https?://[^/]+", origin):
            raise ValueError(
                f"STILLS_ORIGINS={origin} is not an origin such as http://127.0.0.1:5173"
            )
    return origins
