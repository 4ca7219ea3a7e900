"""The errors that API Gateway itself sends: made to look like the API's, for browsers too."""

import json

import boto3

from deploy.adoption import STAGE_TAG
from deploy.tools import ROOT

RESPONSES = ROOT / ".chalice" / "gateway-responses.json"
HEADERS = {
    "gatewayresponse.header.Content-Type": "'application/problem+json'",
    # Without it, a browser hides the answer from the page, even that the user must log in again.
    "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
}
RETRY = {
    "gatewayresponse.header.Retry-After": "'5'",
    "gatewayresponse.header.Access-Control-Expose-Headers": "'Retry-After'",
}
"""More for what may be tried again."""


def tag_api(api_id: str, stage: str) -> None:
    """Marks the API as the stage's. Its name says the same, but anyone may choose a name."""
    gateway = boto3.client("apigateway")
    region = gateway.meta.region_name
    partition = boto3.session.Session().get_partition_for_region(region)
    gateway.tag_resource(
        resourceArn=f"arn:{partition}:apigateway:{region}::/restapis/{api_id}",
        tags={STAGE_TAG: stage},
    )


def put_responses(api_id: str, stage: str) -> None:
    """Sets the gateway responses, which Chalice does not support, and deploys the API again, since
    they take effect only then."""
    gateway = boto3.client("apigateway")
    for kind, problem in json.loads(RESPONSES.read_text()).items():
        gateway.put_gateway_response(
            restApiId=api_id,
            responseType=kind,
            statusCode=str(problem["status"]),
            responseParameters=HEADERS | (RETRY if problem.get("retryable") else {}),
            responseTemplates={"application/json": json.dumps(problem)},
        )
    gateway.create_deployment(restApiId=api_id, stageName=stage)
