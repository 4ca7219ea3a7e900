"""The composition root of the worker: the only place that reads settings and builds clients."""

from functools import cache, partial

import boto3
from aws_lambda_powertools import Metrics as Powertools
from botocore.config import Config

from contracts.metrics import ServiceMetrics, namespace_of
from contracts.publishing import Publisher
from stills.sandbox.client import describe, extract
from stills.sandbox.process import Limits, affordable_memory
from worker.buckets import ImagesBucket, VideosBucket
from worker.jobs import Services
from worker.retries import postpone_on
from worker.settings import Settings

CLIENT = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 5},
    tcp_keepalive=True,
)


@cache
def metrics() -> ServiceMetrics:
    """Apart from the services, so that it can be counted if they cannot be built."""
    namespace = namespace_of(Settings.from_env().stage)
    return ServiceMetrics(Powertools(namespace=namespace, service="worker"))


@cache
def services() -> Services:
    """Built once per process."""
    settings = Settings.from_env()
    s3 = boto3.client("s3", config=CLIENT.merge(Config(signature_version="s3v4")))
    sns = boto3.client("sns", config=CLIENT)
    limits = Limits(memory=affordable_memory(settings.memory * 1024**2))
    return Services(
        videos=VideosBucket(s3, settings.videos_bucket),
        images=ImagesBucket(s3, settings.images_bucket),
        publish=Publisher(sns, settings.events_topic).publish,
        extract=partial(extract, limits=limits),
        describe=partial(describe, limits=limits),
        postpone=postpone_on(boto3.client("sqs", config=CLIENT), settings.jobs_queue_url),
    )
