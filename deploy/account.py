"""What the AWS environment of this process selects: account, region and endpoint."""

from urllib.parse import urlsplit

import boto3


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
