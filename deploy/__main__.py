"""`python -m deploy up STAGE [Name=value ...]` deploys to AWS.
`python -m deploy down STAGE --confirm STAGE` deletes a deployment with all its data."""

import argparse
import signal
import sys
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from deploy import account, parameters
from deploy.down import down
from deploy.tools import DeploymentError, UsageError
from deploy.up import up

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    arguments = _arguments(argv)
    for ending in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C, so that the lock is given back
        signal.signal(ending, signal.default_int_handler)
    try:
        parameters.check_stage(arguments.stage)
        if arguments.command == "up":
            up(arguments.stage, parameters.parse(arguments.parameters))
        else:
            down(arguments.stage, arguments.confirm)
    except UsageError as error:
        return _fail(WRONG_USAGE, error)
    except (BotoCoreError, ClientError, DeploymentError) as error:
        return _fail(FAILED, account.explained(error))
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted")
    return 0


def _fail(status: int, reason: object) -> int:
    print(f"error: {reason}", file=sys.stderr)
    return status


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy")
    commands = parser.add_subparsers(dest="command", required=True)
    deployment = commands.add_parser("up")
    removal = commands.add_parser("down")
    for command in (deployment, removal):
        command.add_argument("stage")
    deployment.add_argument(
        "parameters", nargs="*", metavar="Name=value", help="a parameter of template.yaml"
    )
    removal.add_argument("--confirm", default="", help="the stage's name, instead of typing it")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
