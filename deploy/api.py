"""Step two: Chalice deploys the routes and triggers of chalice_app/."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from deploy import firewall
from deploy.adoption import GATEWAY_STAGE, function_name
from deploy.gateway import put_responses, tag_api
from deploy.gateway_stage import configure_stage
from deploy.mappings import report_each_failure
from deploy.records import Records
from deploy.tools import run


@dataclass(frozen=True)
class Api:
    """The Chalice application of one stage, in the directory that `deploy.stage.project` makes."""

    stage: str
    project: Path
    records: Records
    log: Path
    echo: bool = True

    def deploy(self, outputs: Mapping[str, str]) -> None:
        """Deploys, then configures what Chalice cannot: events that the trigger `uploads` fails to
        process go to its dead-letter queue, the functions behind queues report each failed message
        separately, the gateway's own errors look like the API's, and its stage has access logs and
        takes only so many requests. Raises DeploymentError."""
        self.records.restore(outputs["VideosBucketName"])
        self._chalice("deploy")
        self.records.keep()
        boto3.client("lambda").put_function_event_invoke_config(
            FunctionName=function_name(self.stage, "uploads"),
            DestinationConfig={"OnFailure": {"Destination": outputs["UploadsDeadLetterQueueArn"]}},
        )
        for source in self._of_type("sqs_event"):
            report_each_failure(source["event_uuid"])
        api_id = self._rest_api()["rest_api_id"]
        tag_api(api_id, self.stage)
        put_responses(api_id, GATEWAY_STAGE)
        configure_stage(
            api_id,
            GATEWAY_STAGE,
            outputs["ApiAccessLogsArn"],
            int(outputs["RequestsPerSecond"]),
        )
        firewall.put_before(api_id, GATEWAY_STAGE, outputs["ApiFirewallArn"])

    def delete(self, videos_bucket: str) -> None:
        self.records.restore(videos_bucket)
        self._chalice("delete")

    def exists(self) -> bool:
        """Whether the API and the functions that Chalice recorded as deployed still exist."""
        api = next(iter(self._of_type("rest_api")), None)
        functions = [r["lambda_arn"] for r in self._of_type("lambda_function")]
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

    def domain(self) -> str:
        """The domain of the API's URL."""
        return urlsplit(self.url()).netloc

    def _rest_api(self) -> dict[str, Any]:
        return self._of_type("rest_api")[0]

    def _of_type(self, kind: str) -> list[dict[str, Any]]:
        return [r for r in self.records.resources() if r["resource_type"] == kind]

    def _chalice(self, command: str) -> None:
        options: list[str | Path] = ["--project-dir", self.project, command, "--stage", self.stage]
        run([sys.executable, "-m", "deploy.chalice", *options], log=self.log, echo=self.echo)
