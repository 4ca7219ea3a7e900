"""A client of the API that times its requests."""

import re
import time
from typing import Any

import boto3
import httpx
from msgspec import Struct

from local.client import ApiError, Client
from local.settings import CREDENTIALS, REGION

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def resource(outputs: dict[str, Any], service: str) -> Any:
    """AWS of the local cloud, for what its users cannot see."""
    make: Any = boto3.resource  # its overloads want each service's name as a literal
    return make(
        service,
        endpoint_url=outputs["endpoint_url"],
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


class Sample(Struct, frozen=True):
    """A request. `status` is 0 if there was no answer."""

    route: str
    seconds: float
    status: int


class TimedClient(Client):
    def __init__(self, api_url: str) -> None:
        super().__init__(api_url)
        self.samples: list[Sample] = []

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        route = f"{method} {_ID.sub('{id}', path.partition('?')[0])}"
        return self._timed(route, lambda: super(TimedClient, self).request(method, path, **options))

    def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        send = super()._send
        return self._timed(f"{method} to S3", lambda: send(method, url, **options))

    def _timed(self, route: str, send: Any) -> httpx.Response:
        began, status = time.perf_counter(), 0
        try:
            response: httpx.Response = send()
            status = response.status_code
        except ApiError as error:
            status = error.status
            raise
        finally:
            self.samples.append(Sample(route, time.perf_counter() - began, status))
        return response
