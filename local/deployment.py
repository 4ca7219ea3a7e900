"""Deploys the system to the local cloud with the tools and files that deploy it to AWS.

The tools write to the state directory: `chalice_app/` is deployed from a directory of links to its
files, with its own `.chalice/`. A step is skipped if its inputs did not change and the emulator
still has its results.
"""

import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import boto3
from botocore.exceptions import ClientError

from deploy import account, infrastructure, stage
from deploy.api import Api
from deploy.bucket import deployments_bucket
from deploy.fingerprint import fingerprint
from deploy.image import of_emulator
from deploy.infrastructure import Infrastructure
from deploy.page import Page
from deploy.records import Records
from deploy.steps import serve_api
from local.settings import REGION, ROOT, STAGE, Settings

DEPLOYER = (ROOT / "deploy", ROOT / "requirements" / "sam.txt", ROOT / "requirements" / "dev.txt")
ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
ACCOUNT = "000000000000"


@dataclass(frozen=True)
class LocalDeployment:
    settings: Settings
    report: Callable[[str], None]

    def deploy(self) -> tuple[dict[str, str], str]:
        """Returns the stack's outputs and the API's URL. Raises DeploymentError."""
        outputs = self._infrastructure()
        api = self._api(outputs)
        page = Page.of(outputs)
        if page:
            serve_api(STAGE, api.domain(), page, poll=1)
        return outputs, account.reachable(api.url())

    def _infrastructure(self) -> dict[str, str]:
        image = of_emulator(ACCOUNT, REGION, STAGE)
        parameters = {
            "Stage": STAGE,
            "PythonVersion": f"{sys.version_info.major}.{sys.version_info.minor}",
            "Architecture": ARCHITECTURE,
            "WorkerImageUri": image,
            "PageUrl": self.settings.page_url,
        }
        now = fingerprint(
            [ROOT / "template.yaml", ROOT / "email_fn", *DEPLOYER], sorted(parameters.items())
        )
        outputs = infrastructure.outputs(STAGE)
        if outputs is not None and _remembered("infrastructure") == now:
            return outputs
        self.report("Deploying the infrastructure (sam deploy)")
        Infrastructure(
            stage=STAGE,
            build_dir=self.settings.home / "build",
            log=self.settings.logs / "sam.log",
            parameters=parameters,
            # The worker's image is not built: local.runner runs its handler.
            resources=("EmailFunction",),
            deploy_options=("--resolve-s3", "--image-repository", image.rpartition(":")[0]),
            echo=False,
            environ={"SAM_CLI_POLL_DELAY": "0.2"},
        ).deploy()
        _remember("infrastructure", now)
        return infrastructure.outputs(STAGE) or {}

    def _api(self, outputs: Mapping[str, str]) -> Api:
        project = stage.project(self.settings.home / "chalice", STAGE, outputs)
        records = Records(deployments_bucket(), STAGE, stage.record_file(project, STAGE))
        api = Api(STAGE, project, records, self.settings.logs / "chalice.log", echo=False)
        now = fingerprint(
            [ROOT / "chalice_app", *DEPLOYER], sorted(outputs.items()), sys.version_info
        )
        if _remembered("api") != now or not api.exists():
            self.report("Deploying the API (chalice deploy)")
            api.deploy(outputs)
            _remember("api", now)
        return api


def _remembered(step: str) -> str | None:
    """The fingerprint of the inputs that a step last deployed. The emulator stores it with the rest
    of its state, so that the two cannot disagree."""
    try:
        answer = boto3.client("ssm").get_parameter(Name=f"/stills/{STAGE}/{step}")
    except ClientError:
        return None
    value: str = answer["Parameter"]["Value"]
    return value


def _remember(step: str, value: str) -> None:
    name = f"/stills/{STAGE}/{step}"
    boto3.client("ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)
