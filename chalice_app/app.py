"""The Chalice app: assembles the routes and the triggers, and nothing else."""

from typing import Any

from chalice.app import CloudWatchEvent, CognitoUserPoolAuthorizer, Rate, S3Event, SQSEvent

from chalicelib import composition
from chalicelib.http.gateway import Gateway
from chalicelib.routes.meta import ALL
from chalicelib.triggers import queues, schedule, uploads

services = composition.services()
settings = services.settings

app = Gateway(f"stills-{settings.stage}", services)
authorizer = CognitoUserPoolAuthorizer("users", provider_arns=[settings.user_pool_arn])
for endpoints in ALL:
    app.serve(endpoints, authorizer)


@app.on_s3_event(bucket=settings.videos_bucket, events=["s3:ObjectCreated:*"], name="uploads")
def on_upload(event: S3Event) -> None:
    uploads.on_object_created(services, event.to_dict())


@app.on_sqs_message(queue_arn=settings.results_queue_arn, batch_size=10, name="results")
def on_results(event: SQSEvent) -> Any:
    return queues.on_results(services, event.to_dict())


@app.on_sqs_message(queue_arn=settings.jobs_dead_letter_queue_arn, name="dead_jobs")
def on_dead_jobs(event: SQSEvent) -> Any:
    return queues.on_dead_jobs(services, event.to_dict())


@app.on_sqs_message(queue_arn=settings.results_dead_letter_queue_arn, name="dead_results")
def on_dead_results(event: SQSEvent) -> Any:
    return queues.on_dead_results(services, event.to_dict())


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def on_schedule(event: CloudWatchEvent) -> None:
    schedule.on_schedule(services)
