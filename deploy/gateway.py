"""What API Gateway answers by itself: the same kind of problem as the API, to browsers too."""

import json

import boto3

from deploy.tools import ROOT

RESPONSES = ROOT / ".chalice" / "gateway-responses.json"
HEADERS = {
    "gatewayresponse.header.Content-Type": "'application/problem+json'",
    # Without it, a page is not even told that it must sign in again.
    "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
}


def put_responses(api_id: str, stage: str) -> None:
    """Chalice knows no gateway responses, and they count from the next deployment on."""
    gateway = boto3.client("apigateway")
    for kind, problem in json.loads(RESPONSES.read_text()).items():
        gateway.put_gateway_response(
            restApiId=api_id,
            responseType=kind,
            statusCode=str(problem["status"]),
            responseParameters=HEADERS,
            responseTemplates={"application/json": json.dumps(problem)},
        )
    gateway.create_deployment(restApiId=api_id, stageName=stage)
