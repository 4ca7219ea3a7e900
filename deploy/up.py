"""Deploys a stage to the account and region of the AWS environment, or updates it."""

import sys
from collections.abc import Mapping

from deploy import infrastructure, parameters, stage
from deploy.api import Api
from deploy.infrastructure import Infrastructure
from deploy.tools import ROOT, log_of


def up(name: str, given: Mapping[str, str]) -> None:
    """Parameters that are not given keep the values of the last deployment. Raises
    DeploymentError."""
    values = _values(name, given)
    Infrastructure(
        stage=name, build_dir=ROOT / ".aws-sam" / "build", log=log_of(name), parameters=values
    ).deploy()
    infrastructure.protect(name, parameters.is_protected(name, values))
    outputs = infrastructure.outputs(name) or {}
    stage.record(ROOT / ".chalice", name, outputs)
    api = Api(name, ROOT / "chalice_app", log_of(name))
    api.deploy(outputs)
    print(f"Deployed {name}: {api.url()}")


def _values(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """`sam build` needs the values that CloudFormation keeps by itself: it builds for the
    architecture that it is told."""
    found = infrastructure.stack(name)
    kept = parameters.kept(found.parameters if found else {})
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {**kept, **given, "Stage": name, "PythonVersion": version}
