"""Step one: the SAM CLI deploys template.yaml with the worker and the e-mail function."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import boto3
from botocore.exceptions import ClientError, WaiterError

from deploy import packages
from deploy.adoption import STAGE_TAG
from deploy.tools import ROOT, DeploymentError, run

SAM = ROOT / ".stills" / "venvs" / "sam" / "bin" / "sam"
STABLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
"""The states of a stack whose resources all exist."""

UPDATE_SECONDS = 1800
"""How long an update of a distribution may take, and more."""


@dataclass(frozen=True)
class Stack:
    """A stack as CloudFormation describes it. `outputs` and `parameters` are by name."""

    status: str
    parameters: Mapping[str, str]
    outputs: dict[str, str]
    protected: bool

    @property
    def complete(self) -> bool:
        return self.status in STABLE

    @property
    def empty(self) -> bool:
        """Whether it could not be created, and CloudFormation has deleted what there was of it."""
        return self.status == "ROLLBACK_COMPLETE"


def stack_name(stage: str) -> str:
    return f"stills-{stage}"


@dataclass(frozen=True)
class Infrastructure:
    """The stack of one stage. `sam build` builds only `resources`, or all if there are none."""

    stage: str
    build_dir: Path
    log: Path
    parameters: Mapping[str, str]
    resources: tuple[str, ...] = ()
    deploy_options: tuple[str, ...] = ("--resolve-s3", "--resolve-image-repos")
    echo: bool = True
    environ: Mapping[str, str] = field(default_factory=dict)

    def deploy(self) -> None:
        """Builds and deploys. An unchanged stack stays as it is. Raises DeploymentError."""
        overrides = [override(name, value) for name, value in self.parameters.items()]
        template = ROOT / "template.yaml"
        build: list[str | Path] = ["build", *self.resources, "--template-file", template]
        self._sam(*build, "--build-dir", self.build_dir, "--parameter-overrides", *overrides)
        packages.finish(self.build_dir / "EmailFunction")
        deploy: list[str | Path] = ["deploy", "--template-file", self.build_dir / "template.yaml"]
        deploy += ["--stack-name", stack_name(self.stage), "--capabilities", "CAPABILITY_IAM"]
        deploy += ["--tags", f"{STAGE_TAG}={self.stage}"]
        deploy += ["--no-confirm-changeset", "--no-fail-on-empty-changeset", *self.deploy_options]
        self._sam(*deploy, "--parameter-overrides", *overrides)

    def delete(self) -> None:
        """Deletes the stack. Its buckets must be empty."""
        self._sam("delete", "--stack-name", stack_name(self.stage), "--no-prompts")

    def _sam(self, *arguments: str | Path) -> None:
        if not SAM.exists():
            raise DeploymentError("the SAM CLI is not installed; `make deploy` installs it")
        # SAM builds with pip, and looks on the PATH for an interpreter of the runtime's version.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environ = {"SAM_CLI_TELEMETRY": "0", **self.environ, "PATH": path}
        run([SAM, *arguments], log=self.log, echo=self.echo, environ=environ)


def override(name: str, value: str) -> str:
    """A parameter as `sam --parameter-overrides` reads it. Without quotes, the SAM CLI drops
    everything after a space and refuses an empty value."""
    escaped = value.replace('"', '\\"')
    return f'{name}="{escaped}"'


def outputs(stage: str) -> dict[str, str] | None:
    """The stack's outputs by name; None if there is no stack or its deployment is incomplete."""
    found = stack(stage)
    return found.outputs if found and found.complete else None


def stack(stage: str) -> Stack | None:
    """The stack of a stage; None if there is none."""
    try:
        answer = boto3.client("cloudformation").describe_stacks(StackName=stack_name(stage))
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    described = answer["Stacks"][0]
    return Stack(
        status=described["StackStatus"],
        parameters={
            p["ParameterKey"]: p["ParameterValue"] for p in described.get("Parameters", [])
        },
        outputs={o["OutputKey"]: o.get("OutputValue", "") for o in described.get("Outputs", [])},
        protected=described.get("EnableTerminationProtection", False),
    )


def set_parameters(stage: str, values: Mapping[str, str], poll: int = 10) -> None:
    """Gives the stack other values of some parameters, if it has others, and waits until it has
    taken them, asking each `poll` seconds. Its template stays as it is. Raises DeploymentError."""
    found = stack(stage)
    if found is None or all(found.parameters.get(name) == values[name] for name in values):
        return
    client = boto3.client("cloudformation")
    client.update_stack(
        StackName=stack_name(stage),
        UsePreviousTemplate=True,
        Parameters=[
            {"ParameterKey": name, "ParameterValue": values[name]}
            if name in values
            else {"ParameterKey": name, "UsePreviousValue": True}
            for name in found.parameters
        ],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],  # SAM's transform is a macro
    )
    try:
        client.get_waiter("stack_update_complete").wait(
            StackName=stack_name(stage),
            WaiterConfig={"Delay": poll, "MaxAttempts": UPDATE_SECONDS // poll},
        )
    except WaiterError as error:
        raise DeploymentError(
            f"CloudFormation could not update {stack_name(stage)}: {error}"
        ) from error


def remove_failed_creation(stage: str, poll: int = 10) -> None:
    """Deletes a stack that could not be created, since CloudFormation refuses to update it. Raises
    DeploymentError."""
    found = stack(stage)
    if found is None or not found.empty:
        return
    client = boto3.client("cloudformation")
    client.delete_stack(StackName=stack_name(stage))
    try:
        client.get_waiter("stack_delete_complete").wait(
            StackName=stack_name(stage),
            WaiterConfig={"Delay": poll, "MaxAttempts": UPDATE_SECONDS // poll},
        )
    except WaiterError as error:
        raise DeploymentError(
            f"CloudFormation could not delete {stack_name(stage)}, whose creation had failed: "
            f"{error}"
        ) from error


def protect(stage: str, protected: bool) -> None:
    """Sets the stack's termination protection, which neither the template nor SAM can."""
    boto3.client("cloudformation").update_termination_protection(
        StackName=stack_name(stage), EnableTerminationProtection=protected
    )


def empty_buckets(found: Stack) -> None:
    """Deletes every object and version in the stack's buckets, since a stack can be deleted only
    when its buckets are empty."""
    for key, name in found.outputs.items():
        if key.endswith("BucketName"):
            boto3.resource("s3").Bucket(name).object_versions.delete()
