"""The code under test: the real handlers, loaded once, with the calls of AWS led to a schedule's
cloud.

Import this module before anything of the project, because it replaces the clocks of `time`.
"""

import base64
import hashlib
import importlib
import importlib.util
import json
import logging
import os
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType
from typing import Any, BinaryIO

import botocore.client
from aws_lambda_powertools import Metrics
from botocore.exceptions import ClientError

from tests.chaos.scheduler import current
from tests.chaos.stack import REGION, ROOT, stack

Handler = Callable[[dict[str, Any], Any], Any]
AwsCall = Callable[[str, str, dict[str, Any]], Any]
WORKERS, MAILERS = 3, 2
# So low that extractions wait for their turn, and videos are refused.
USER_CONCURRENCY, VIDEOS_PER_DAY, OPEN_UPLOADS = 2, 8, 3


@dataclass
class Seam:
    """Where the handlers meet the world: set for each schedule."""

    call: AwsCall
    sleep: Callable[[float], None]
    monotonic: Callable[[], float]
    randbytes: Callable[[int], bytes]


def _outside(service: str, operation: str, call: dict[str, Any]) -> Any:
    if operation == "GetSecretValue":
        return {"SecretString": "chaos"}
    raise RuntimeError(f"{service}.{operation} is called outside of a schedule")


_real_monotonic, _real_sleep = time.monotonic, time.sleep
seam = Seam(_outside, _real_sleep, _real_monotonic, os.urandom)


def _make_api_call(client: Any, operation: str, call: dict[str, Any]) -> Any:
    try:
        return seam.call(client.meta.service_model.service_name, operation, call)
    except ClientError as error:  # the client has a class for each error of its service
        known = client.exceptions.from_code(error.response["Error"]["Code"])
        raise known(error.response, operation) from None


def _submit(pool: ThreadPoolExecutor, run: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
    """Runs at once, in the thread that holds the baton."""
    future: Future[Any] = Future()
    try:
        future.set_result(run(*args, **kwargs))
    except Exception as error:
        future.set_exception(error)
    return future


def _sleep(seconds: Any, /) -> None:
    (seam.sleep if current() else _real_sleep)(seconds)


def _replace_the_world() -> None:
    setattr(botocore.client.BaseClient, "_make_api_call", _make_api_call)  # noqa: B010
    setattr(ThreadPoolExecutor, "submit", _submit)  # noqa: B010
    time.monotonic = lambda: seam.monotonic() if current() else _real_monotonic()
    os.urandom = lambda size: seam.randbytes(size)
    setattr(random, "_urandom", os.urandom)  # noqa: B010 - SystemRandom uses it
    time.sleep = _sleep
    setattr(Metrics, "add_metric", lambda *_, **__: None)  # noqa: B010
    setattr(Metrics, "flush_metrics", lambda *_, **__: None)  # noqa: B010
    logging.disable(logging.CRITICAL)
    os.environ |= {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "POWERTOOLS_LOG_LEVEL": "CRITICAL",
        **stack().outputs(),
        **stack().environment("WorkerFunction"),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "3008",
        **stack().environment("EmailFunction"),
        "USER_CONCURRENCY": str(USER_CONCURRENCY),
        "STAGE": "chaos",
        "VIDEO_DAYS": "90",
        "ARCHIVE_DAYS": "90",
        "VIDEOS_PER_DAY": str(VIDEOS_PER_DAY),
        "OPEN_UPLOADS": str(OPEN_UPLOADS),
    }
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_CA_BUNDLE"):
        os.environ.pop(name, None)
    for folder in ("chalice_app", "email_fn"):
        sys.path.insert(1, str(ROOT / folder))


@dataclass(frozen=True)
class Trigger:
    """A function of the API that is started by events of a `source`: a bucket, a queue, or a
    schedule (then it is empty)."""

    name: str
    kind: str
    source: str
    batch_size: int
    handler: Handler


@dataclass(frozen=True)
class Production:
    """`workers` and `mailers` are handlers with module globals of their own, like the processes of
    Lambda; `routes` has the methods of each path, with whether they need a token."""

    api: Handler
    routes: dict[str, dict[str, bool]]
    triggers: tuple[Trigger, ...]
    workers: tuple[Handler, ...]
    mailers: tuple[Handler, ...]


@cache
def production() -> Production:
    _replace_the_world()
    module = importlib.import_module("app")
    app = module.app
    loaded = Production(
        api=app,
        routes={
            path: {method: entry.authorizer is not None for method, entry in methods.items()}
            for path, methods in app.routes.items()
        },
        triggers=tuple(_trigger(module, config) for config in app.event_sources),
        workers=tuple(_worker(n) for n in range(WORKERS)),
        mailers=tuple(_mailer(n) for n in range(MAILERS)),
    )
    _warm_up(module)
    return loaded


def _trigger(module: ModuleType, config: Any) -> Trigger:
    handler = getattr(module, config.handler_string.rsplit(".", 1)[-1])
    source = getattr(config, "bucket", None) or getattr(config, "queue_arn", None) or ""
    batch = getattr(config, "batch_size", 1)
    kind = type(config).__name__.removesuffix("EventConfig")
    return Trigger(config.name, kind, source, batch, handler)


def _copy_of(path: str, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _worker(number: int) -> Handler:
    composition = importlib.import_module("worker.composition")
    services = replace(composition.services(), extract=extract, describe=describe)
    module = _copy_of("worker/handler.py", f"worker_{number}")
    module.services = lambda: services
    handler: Handler = module.handler
    return handler


def _mailer(number: int) -> Handler:
    composition = importlib.import_module("notifications.composition")
    services = composition.services.__wrapped__()
    module = _copy_of("email_fn/handler.py", f"mailer_{number}")
    module.services = lambda: services
    handler: Handler = module.handler
    return handler


def _warm_up(module: Any) -> None:
    """Makes every client, so that the first schedule is like any other."""
    for name in ("accounts", "videos", "objects", "events", "cursors"):
        getattr(module.services, name, None)


def extract(file: BinaryIO, options: Any, sink: Any) -> Any:
    """Stands in for the extraction: stores a few images that depend on the video and its options,
    and takes a minute or so. Some videos cannot be decoded. Each run makes files of other sizes, as
    other machines may."""
    from stills.errors import NotAVideo
    from stills.manifest import Manifest
    from tests.samples import a_source, an_image

    video = file.read(64)
    if video.startswith(b"broken"):
        raise NotAVideo
    source = a_source()
    sink.opened(source, 4)
    run = int(time.monotonic() * 1000) % 7
    seed = hashlib.sha256(video + repr(options).encode()).digest()
    images = []
    count = 1 + seed[0] % 3
    for index in range(count):
        time.sleep((3, 20, 50)[seed[1 + index] % 3])
        data = b"image %d of %b, %b" % (index, video, seed) * (1 + seed[5] % 4) + bytes(run)
        offset = sink.store(f"frame_{index:06}.jpg", data)
        digest = hashlib.sha256(data).hexdigest()
        images.append(an_image(index, size=len(data), offset=offset, sha256=digest))
        sink.progress((index + 1) / count, index + 1)
    return Manifest(source=source, options=options, images=tuple(images))


def describe(file: BinaryIO, wait: Callable[[], None]) -> Any:
    """Stands in for the opening of a video, which takes seconds."""
    from stills.errors import NotAVideo
    from tests.samples import a_source

    if file.read(64).startswith(b"broken"):
        raise NotAVideo
    time.sleep(3)
    wait()
    return a_source(), 4


_EVENT = json.loads((ROOT / "tests/fixtures/events/api_gateway.json").read_text())
SCHEDULE = json.loads((ROOT / "tests/fixtures/events/schedule.json").read_text())


def api_event(
    resource: str,
    parameters: dict[str, str],
    method: str,
    path: str,
    query: dict[str, str],
    body: bytes,
    headers: dict[str, str],
    claims: dict[str, Any] | None,
) -> dict[str, Any]:
    """A request as API Gateway passes it on."""
    context = {**_EVENT["requestContext"], "resourcePath": resource, "httpMethod": method}
    if claims:
        context["authorizer"] = {"claims": claims}
    return {
        **_EVENT,
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {**_EVENT["headers"], **headers},
        "pathParameters": parameters or None,
        "multiValueQueryStringParameters": {k: [v] for k, v in query.items()} or None,
        "requestContext": context,
        "body": base64.b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }
