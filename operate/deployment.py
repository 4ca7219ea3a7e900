"""One deployment, as its stack and its API show it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from deploy import account, infrastructure
from deploy.adoption import FUNCTIONS, find_deployed, function_name
from deploy.tools import DeploymentError
from local import settings as local
from local.cloud import use_emulated_account

QUEUES = ("jobs", "results", "uploads", "email")
READ = ("jobs", "results")
"""The queues that are read beside their dead-letter queues. The others have only these."""

CALLED = {"uploads": "uploads", "email": "email"}
"""The functions that are called with an event, by the dead-letter queue for those that failed."""


@dataclass(frozen=True)
class Deployment:
    """`outputs` are those of the stack. `api_url` has no slash at the end."""

    stage: str
    outputs: Mapping[str, str]
    api_url: str

    @property
    def functions(self) -> dict[str, str]:
        """The names of the functions in Lambda, by what each of them does."""
        named = {name: function_name(self.stage, name) for name in FUNCTIONS}
        return named | {name: f"stills-{self.stage}-{name}" for name in ("worker", "email")}

    @property
    def page_url(self) -> str:
        """Empty if there is no page."""
        return self.outputs["PageUrl"]

    def queue_name(self, queue: str) -> str:
        return f"stills-{self.stage}-{queue}"

    def dead_letters_name(self, queue: str) -> str:
        return f"stills-{self.stage}-{queue}-dead-letters"


def deployment(stage: str) -> Deployment:
    """The stage that runs in the account and region of the AWS environment, or on this machine if
    it is `local`. Raises DeploymentError if there is none."""
    if stage == local.STAGE:
        return _on_this_machine()
    outputs = infrastructure.outputs(stage)
    if outputs is None:
        raise DeploymentError(f"there is no complete deployment of {stage}")
    found = find_deployed(stage, outputs["VideosBucketName"])
    url = next((r["rest_api_url"] for r in found if r["resource_type"] == "rest_api"), None)
    if url is None:
        raise DeploymentError(f"{stage} has no API; deploy it again")
    return Deployment(stage, outputs, account.reachable(url.rstrip("/")))


def _on_this_machine() -> Deployment:
    settings = local.Settings.from_env()
    if not settings.outputs_file.exists():
        raise DeploymentError("the local cloud is not running; `make run` starts it")
    use_emulated_account(settings)
    outputs = json.loads(settings.outputs_file.read_text())
    stack = outputs["stack"] | {"PageUrl": outputs["page_url"] or ""}  # it may not be built
    return Deployment(local.STAGE, stack, outputs["api_url"])
