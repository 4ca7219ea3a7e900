"""The steps of a stage's deployment to AWS, as this machine takes them."""

from collections.abc import Mapping
from pathlib import Path

from deploy import infrastructure
from deploy.api import Api
from deploy.bucket import DeploymentsBucket
from deploy.infrastructure import Infrastructure
from deploy.page import Page
from deploy.records import Records
from deploy.stage import project, record_file
from deploy.tools import ROOT


def infrastructure_of(name: str, values: Mapping[str, str]) -> Infrastructure:
    """With the parameter `WorkerImageUri`, the worker's image is not built."""
    build, log = _directory(name) / "build", _log(name)
    image = values.get("WorkerImageUri")
    if not image:
        return Infrastructure(name, build, log, values)
    options = ("--resolve-s3", "--image-repository", image.partition("@")[0].rpartition(":")[0])
    return Infrastructure(name, build, log, values, ("EmailFunction",), options)


def api_of(name: str, outputs: Mapping[str, str], bucket: DeploymentsBucket) -> Api:
    made = project(_directory(name) / "chalice", name, outputs)
    return Api(name, made, Records(bucket, name, record_file(made, name)), _log(name))


def serve_api(name: str, domain: str, page: Page, poll: int = 10) -> None:
    """Connects the page with the API, which exists only after the infrastructure. Every later
    deployment keeps the values, so that only the first one, or a new API, takes this time."""
    values = {"ApiDomain": domain, "PageUrl": page.url}
    infrastructure.set_parameters(name, values, poll)


def _directory(name: str) -> Path:
    """Where a deployment writes. Two stages may be deployed at once."""
    return ROOT / ".stills" / "deployments" / name


def _log(name: str) -> Path:
    return ROOT / ".stills" / "logs" / f"deploy-{name}.log"
