"""What the AWS environment of this process selects: account, region and endpoint."""

from urllib.parse import urlsplit

import boto3
from botocore.exceptions import NoCredentialsError, NoRegionError


def number() -> str:
    """The number of the account."""
    account: str = boto3.client("sts").get_caller_identity()["Account"]
    return account


def region() -> str:
    name: str = boto3.client("sts").meta.region_name
    return name


def is_aws() -> bool:
    """False for an emulator."""
    host = urlsplit(boto3.client("sts").meta.endpoint_url).hostname or ""
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn"))


def reachable(api_url: str) -> str:
    """Where the API of this URL on AWS is reached: an emulator has it under its own address."""
    if is_aws():
        return api_url
    url, endpoint = urlsplit(api_url), boto3.client("apigateway").meta.endpoint_url
    return f"{endpoint.rstrip('/')}/_aws/execute-api/{url.netloc.partition('.')[0]}{url.path}"


def explained(error: Exception) -> str:
    """An error in words, with what to do if the AWS environment lacks something."""
    if isinstance(error, NoCredentialsError):
        return "there are no AWS credentials here: set AWS_PROFILE, or log in with the AWS CLI"
    if isinstance(error, NoRegionError):
        return "no region is chosen: set AWS_DEFAULT_REGION, as in AWS_DEFAULT_REGION=eu-central-1"
    return str(error)
