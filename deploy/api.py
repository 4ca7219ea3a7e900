"""Step two: Chalice deploys the routes and triggers of chalice_app/."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from deploy.gateway import put_responses
from deploy.tools import run

APP_NAME = "stills"


@dataclass(frozen=True)
class Api:
    """The Chalice application of one stage. `project` is the directory that contains `app.py`; its
    `.chalice/config.json` must contain the stage."""

    stage: str
    project: Path
    log: Path
    echo: bool = True

    def deploy(self, outputs: Mapping[str, str]) -> None:
        """Deploys, then configures what Chalice cannot: events that the trigger `uploads` fails to
        process go to its dead-letter queue, the functions behind queues report each failed message
        separately, and the gateway's own errors look like the API's. Raises DeploymentError."""
        self._chalice("deploy")
        functions = boto3.client("lambda")
        functions.put_function_event_invoke_config(
            FunctionName=f"{APP_NAME}-{self.stage}-uploads",
            DestinationConfig={"OnFailure": {"Destination": outputs["UploadsDeadLetterQueueArn"]}},
        )
        for source in (r for r in self._deployed() if r["resource_type"] == "sqs_event"):
            functions.update_event_source_mapping(
                UUID=source["event_uuid"], FunctionResponseTypes=["ReportBatchItemFailures"]
            )
        put_responses(self._rest_api()["rest_api_id"], urlsplit(self.url()).path.strip("/"))

    def delete(self) -> None:
        self._chalice("delete")

    def exists(self) -> bool:
        """Whether the API and the functions that Chalice recorded as deployed still exist."""
        resources = self._deployed()
        api = next((r for r in resources if r["resource_type"] == "rest_api"), None)
        functions = [r["lambda_arn"] for r in resources if r["resource_type"] == "lambda_function"]
        if api is None:
            return False
        try:
            boto3.client("apigateway").get_rest_api(restApiId=api["rest_api_id"])
            for arn in functions:
                boto3.client("lambda").get_function_configuration(FunctionName=arn)
        except ClientError:
            return False
        return True

    def url(self) -> str:
        """The API's URL on AWS."""
        url: str = self._rest_api()["rest_api_url"]
        return url.rstrip("/")

    def _rest_api(self) -> dict[str, Any]:
        return next(r for r in self._deployed() if r["resource_type"] == "rest_api")

    def _deployed(self) -> list[dict[str, Any]]:
        record = self.project / ".chalice" / "deployed" / f"{self.stage}.json"
        if not record.exists():
            return []
        resources: list[dict[str, Any]] = json.loads(record.read_text())["resources"]
        return resources

    def _chalice(self, command: str) -> None:
        chalice = Path(sys.executable).with_name("chalice")
        options: list[str | Path] = ["--project-dir", self.project, command]
        run([chalice, *options, "--stage", self.stage], log=self.log, echo=self.echo)
