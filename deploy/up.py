"""Deploys a stage to the account and region of the AWS environment, or updates it."""

import sys
from collections.abc import Mapping
from pathlib import Path

from deploy import infrastructure, parameters
from deploy.api import Api
from deploy.bucket import DeploymentsBucket, deployments_bucket
from deploy.infrastructure import Infrastructure
from deploy.lock import locked
from deploy.records import Records
from deploy.stage import project, record_file
from deploy.tools import ROOT, log_of


def up(name: str, given: Mapping[str, str]) -> None:
    """Parameters that are not given keep the values of the last deployment. Raises
    DeploymentError."""
    bucket = deployments_bucket()
    with locked(bucket, name) as lock:
        values = _values(name, given)
        infrastructure_of(name, values).deploy()
        infrastructure.protect(name, parameters.is_protected(name, values))
        lock.renew()
        outputs = infrastructure.outputs(name) or {}
        api = api_of(name, outputs, bucket)
        api.deploy(outputs)
    print(f"Deployed {name}: {api.url()}")


def infrastructure_of(name: str, values: Mapping[str, str]) -> Infrastructure:
    """With the parameter `WorkerImageUri`, the worker's image is not built."""
    build, log = _directory(name) / "build", log_of(name)
    image = values.get("WorkerImageUri")
    if not image:
        return Infrastructure(name, build, log, values)
    options = ("--resolve-s3", "--image-repository", image.partition("@")[0].rpartition(":")[0])
    return Infrastructure(name, build, log, values, ("EmailFunction",), options)


def api_of(name: str, outputs: Mapping[str, str], bucket: DeploymentsBucket) -> Api:
    made = project(_directory(name) / "chalice", name, outputs)
    return Api(name, made, Records(bucket, name, record_file(made, name)), log_of(name))


def _directory(name: str) -> Path:
    """Where a deployment writes. Two stages may be deployed at once."""
    return ROOT / ".stills" / "deployments" / name


def _values(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """`sam build` needs the values that CloudFormation keeps by itself: it builds for the
    architecture that it is told."""
    found = infrastructure.stack(name)
    kept = parameters.kept(found.parameters if found else {})
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {**kept, **given, "Stage": name, "PythonVersion": version}
