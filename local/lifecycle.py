"""`python -m local.lifecycle DAYS` deletes what S3 will have deleted in so many days.

The emulator ignores the lifecycle rules of buckets.
"""

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import boto3

from deploy.infrastructure import stack_name
from local.cloud import use_emulated_account
from local.settings import STAGE, Settings

DAYS = {"VideosBucketName": "VideoDays", "ImagesBucketName": "ArchiveDays"}
"""For each output of the stack, the parameter with the days after which the bucket's objects
expire."""


def expire(outputs: Mapping[str, str], now: datetime) -> int:
    """Deletes the objects that have expired at this time, and returns their number."""
    [stack] = boto3.client("cloudformation").describe_stacks(StackName=stack_name(STAGE))["Stacks"]
    days = {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}
    deleted = 0
    for output, parameter in DAYS.items():
        lifetime = timedelta(days=int(days[parameter]))
        for item in boto3.resource("s3").Bucket(outputs[output]).objects.all():
            if item.last_modified + lifetime <= now:
                item.delete()
                deleted += 1
    return deleted


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.lifecycle", description=__doc__)
    parser.add_argument("days", type=int)
    arguments = parser.parse_args()
    settings = Settings.from_env()
    outputs = json.loads(settings.outputs_file.read_text())
    use_emulated_account(settings)
    now = datetime.now(UTC) + timedelta(days=arguments.days)
    print(f"{expire(outputs['stack'], now)} objects expired")


if __name__ == "__main__":
    main()
