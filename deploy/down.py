"""Deletes a deployment with all its data, after its name was typed back."""

import sys

from deploy import infrastructure, parameters
from deploy.bucket import deployments_bucket
from deploy.budget import remove_budget
from deploy.infrastructure import Stack, stack_name
from deploy.lock import locked
from deploy.steps import api_of, infrastructure_of
from deploy.tools import DeploymentError, UsageError


def down(name: str, confirmed: str) -> None:
    """Deletes in reverse order: the budget, routes and triggers, the objects in the buckets, the
    infrastructure. Where a step fails, the next call goes on: the stack, without which there is
    nothing to delete, is the last but its records. Raises DeploymentError before the first step if
    the data is protected, and UsageError if `confirmed`, or what is typed, is not the stage's
    name."""
    found = infrastructure.stack(name)
    if found is None:
        raise DeploymentError(f"there is no stack {stack_name(name)}")
    _refuse_if_protected(name, found)
    _require_confirmation(name, confirmed)
    bucket = deployments_bucket()
    with locked(bucket, name):
        remove_budget(name, found.outputs)
        if found.outputs:
            api_of(name, found.outputs, bucket).delete(found.outputs["VideosBucketName"])
        infrastructure.empty_buckets(found)
        infrastructure_of(name, {}).delete()
        bucket.forget(name)


def _refuse_if_protected(name: str, found: Stack) -> None:
    """The table and the user pool are protected by the same parameter as the stack. A stack that
    an earlier version deployed has only theirs."""
    if found.protected or parameters.is_protected(name, found.parameters):
        raise DeploymentError(
            f"{name} is protected against deletion, and nothing was deleted. To delete it with all "
            f"its data, lift the protection first: "
            f'make deploy STAGE={name} PARAMETERS="ProtectData=no"'
        )


def _require_confirmation(name: str, confirmed: str) -> None:
    if not confirmed and sys.stdin.isatty():
        confirmed = input(
            f"This deletes {name} with all its videos, images and accounts. "
            "Type its name to confirm: "
        )
    if confirmed != name:
        raise UsageError(f"nothing was deleted: confirm with CONFIRM={name}, or type {name}")
