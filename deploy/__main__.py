"""`python -m deploy up STAGE [Name=value ...]` deploys to AWS; `python -m deploy down STAGE`
removes that with all that it holds."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from deploy import infrastructure, stage
from deploy.api import Api
from deploy.infrastructure import Infrastructure
from deploy.tools import ROOT, DeploymentError


def main() -> int:
    arguments = _arguments()
    try:
        if arguments.command == "up":
            _up(arguments.stage, dict(p.split("=", 1) for p in arguments.parameters))
        else:
            _down(arguments.stage)
    except (BotoCoreError, ClientError, DeploymentError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up")
    down = commands.add_parser("down")
    for command in (up, down):
        command.add_argument("stage")
    up.add_argument("parameters", nargs="*", metavar="Name=value", help="of template.yaml")
    return parser.parse_args()


def _up(name: str, parameters: Mapping[str, str]) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    _infrastructure(name, {"Stage": name, "PythonVersion": version, **parameters}).deploy()
    outputs = infrastructure.outputs(name) or {}
    stage.record(ROOT / ".chalice", name, outputs)
    api = _api(name)
    api.deploy(outputs)
    print(f"Deployed {name}: {api.url()}")


def _down(name: str) -> None:
    """The other way round: routes and triggers, what the buckets hold, the infrastructure."""
    _api(name).delete()
    infrastructure.empty_buckets(name)
    _infrastructure(name, {}).delete()
    stage.forget(ROOT / ".chalice", name)


def _infrastructure(name: str, parameters: Mapping[str, str]) -> Infrastructure:
    build = ROOT / ".aws-sam" / "build"
    return Infrastructure(stage=name, build_dir=build, log=_log(name), parameters=parameters)


def _api(name: str) -> Api:
    return Api(name, ROOT / "chalice_app", _log(name))


def _log(name: str) -> Path:
    return ROOT / ".stills" / "logs" / f"deploy-{name}.log"


if __name__ == "__main__":
    sys.exit(main())
