"""`python -m operate status|redrive|logs|smoke STAGE`: what a person does with a deployment."""

import argparse
import sys
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from deploy import account, parameters
from deploy.tools import DeploymentError, UsageError
from operate.deployment import QUEUES, deployment
from operate.redrive import redrive
from operate.smoke import smoke
from operate.status import show_status
from operate.story import show_story

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    arguments = _arguments(argv)
    try:
        parameters.check_stage(arguments.stage)
        return _run(arguments, Console(soft_wrap=True, highlight=False))
    except UsageError as error:
        return _fail(WRONG_USAGE, error)
    except (BotoCoreError, ClientError, DeploymentError) as error:
        return _fail(FAILED, account.explained(error))
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    found = deployment(arguments.stage)
    match arguments.command:
        case "status":
            show_status(found, console)
        case "redrive":
            moved = redrive(found, arguments.queue)
            console.print(f"{moved} messages of {arguments.queue} were sent on")
        case "logs":
            show_story(found, arguments.video, console)
        case "smoke":
            return 0 if smoke(found, console) else FAILED
    return 0


def _fail(status: int, reason: object) -> int:
    print(f"error: {reason}", file=sys.stderr)
    return status


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m operate")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("status", "redrive", "logs", "smoke"):
        command = commands.add_parser(name)
        command.add_argument("stage")
        if name == "redrive":
            command.add_argument("queue", help=" or ".join(QUEUES))
        elif name == "logs":
            command.add_argument("video", help="the id of a video")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
