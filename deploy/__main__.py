"""`python -m deploy up STAGE [Name=value ...]` deploys to AWS.
`python -m deploy down STAGE` removes a deployment with all its data."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from deploy import infrastructure, parameters, stage
from deploy.api import Api
from deploy.infrastructure import Infrastructure
from deploy.tools import ROOT, DeploymentError, UsageError

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    arguments = _arguments(argv)
    try:
        parameters.check_stage(arguments.stage)
        if arguments.command == "up":
            _up(arguments.stage, parameters.parse(arguments.parameters))
        else:
            _down(arguments.stage)
    except UsageError as error:
        return _fail(WRONG_USAGE, error)
    except (BotoCoreError, ClientError, DeploymentError) as error:
        return _fail(FAILED, error)
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted")
    return 0


def _fail(status: int, reason: object) -> int:
    print(f"error: {reason}", file=sys.stderr)
    return status


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up")
    down = commands.add_parser("down")
    for command in (up, down):
        command.add_argument("stage")
    up.add_argument(
        "parameters", nargs="*", metavar="Name=value", help="a parameter of template.yaml"
    )
    return parser.parse_args(argv)


def _up(name: str, given: Mapping[str, str]) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    _infrastructure(name, {"Stage": name, "PythonVersion": version, **given}).deploy()
    outputs = infrastructure.outputs(name) or {}
    stage.record(ROOT / ".chalice", name, outputs)
    api = _api(name)
    api.deploy(outputs)
    print(f"Deployed {name}: {api.url()}")


def _down(name: str) -> None:
    """Deletes in reverse order: routes and triggers, the objects in the buckets, the
    infrastructure."""
    _api(name).delete()
    infrastructure.empty_buckets(name)
    _infrastructure(name, {}).delete()
    stage.forget(ROOT / ".chalice", name)


def _infrastructure(name: str, values: Mapping[str, str]) -> Infrastructure:
    build = ROOT / ".aws-sam" / "build"
    return Infrastructure(stage=name, build_dir=build, log=_log(name), parameters=values)


def _api(name: str) -> Api:
    return Api(name, ROOT / "chalice_app", _log(name))


def _log(name: str) -> Path:
    return ROOT / ".stills" / "logs" / f"deploy-{name}.log"


if __name__ == "__main__":
    sys.exit(main())
