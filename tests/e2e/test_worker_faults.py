"""The worker's image when a job takes too long, too much memory or loses its source: each video
ends in a clear state, its owner is told, and nothing is tried for ever."""

import http.server
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import httpx
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from contracts import keys
from local.clips import make_clip
from local.container.debian import can_build
from local.settings import CREDENTIALS, REGION
from tests.e2e.conftest import JOBS, WORKER, LocalCloud, User, changed_worker

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
PATIENCE = 180
KILLED = "Reset initiated: Timeout"
"""What the Runtime Interface Emulator logs when it ends a function."""

MIDDLE = 3
"""The number of the GET that is in the middle of a video: at first few bytes are asked for."""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        os.environ.get("STILLS_WORKER") == "host" or not can_build(VERSION),
        reason="no image is built here: see `make image`",
    ),
]


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,000 frames and 10 MB, which take several GETs to read."""
    path = tmp_path_factory.mktemp("clips") / "a long walk.mp4"
    fast = {"preset": "ultrafast", "b": "2M", "x264-params": "nal-hrd=cbr", "bufsize": "2M"}
    return make_clip(path, seconds=40, width=640, height=360, gop=25, options=fast)


@pytest.fixture(scope="module")
def large_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few frames of 8K, which need a gigabyte."""
    path = tmp_path_factory.mktemp("clips") / "too large.mp4"
    fast = {"preset": "ultrafast", "threads": "1"}
    return make_clip(path, seconds=0.4, width=7680, height=4320, options=fast)


@pytest.fixture(scope="module")
def slow_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,000 frames in 1080p, which take two cores a minute to store as AVIF."""
    path = tmp_path_factory.mktemp("clips") / "a slow walk.mp4"
    return make_clip(
        path, seconds=40, width=1920, height=1080, gop=25, options={"preset": "ultrafast"}
    )


def test_a_job_that_takes_too_long_is_ended_before_its_function_is(
    cloud: LocalCloud, user: User, slow_clip: Path
) -> None:
    logged = log_of(cloud)

    with changed_worker(cloud, Timeout=20):
        video_id = user.upload(slow_clip, options={"every_nth": 1, "format": "avif"})
        video = user.client.wait(video_id, PATIENCE)

    assert (video["status"], video["error"]["code"]) == ("failed", "timed_out")
    assert KILLED not in logged()
    check_told(cloud, user, video_id, slow_clip)


def test_the_job_of_a_function_that_was_killed_at_its_timeout_is_done_by_the_next_one(
    cloud: LocalCloud, user: User, long_clip: Path
) -> None:
    logged = log_of(cloud)
    stalled = threading.Event()

    def stall(gets: int) -> None:
        if gets == MIDDLE and not stalled.is_set():
            stalled.set()
            time.sleep(30)

    soon = {"VisibilityTimeout": "20"}
    with (
        s3_with_faults(cloud, stall) as endpoint,
        changed_worker(cloud, s3_endpoint=endpoint, queue=soon, Timeout=15),
    ):
        video_id = user.upload(long_clip, options={"interval": 1})
        LocalCloud.wait_until(lambda: KILLED in logged(), PATIENCE)

    video = user.client.wait(video_id, PATIENCE)

    assert stalled.is_set()
    assert (video["status"], video["archive"]["images"]) == ("completed", 40)
    assert user.wait_for_mail(2).subject.count(long_clip.name) == 1


def test_a_video_that_needs_more_memory_than_the_function_has_fails_with_that_reason(
    cloud: LocalCloud, user: User, large_clip: Path, clip: Path
) -> None:
    with changed_worker(cloud, MemorySize=512):
        video_id = user.upload(large_clip, options={"every_nth": 1})
        small_id = user.upload(clip)
        video = user.client.wait(video_id, PATIENCE)
        small = user.client.wait(small_id, PATIENCE)

    assert (video["status"], video["error"]["code"]) == ("failed", "out_of_memory")
    assert small["status"] == "completed"
    assert "lower resolution" in video["error"]["advice"]


@pytest.mark.parametrize(
    ("content", "code"), [(None, "source_missing"), (b"another file", "source_changed")]
)
def test_a_source_that_is_gone_or_replaced_before_its_job_fails_at_once(
    cloud: LocalCloud, user: User, clip: Path, content: bytes | None, code: str
) -> None:
    with no_worker(cloud):
        video_id = user.upload(clip)
        LocalCloud.wait_until(lambda: user.client.video(video_id)["status"] == "queued", 60)
        replace_source(cloud, user, video_id, content)

    video = user.client.wait(video_id, PATIENCE)

    assert (video["status"], video["error"]["code"]) == ("failed", code)
    check_told(cloud, user, video_id, clip)


@pytest.mark.parametrize(
    ("content", "code"), [(None, "source_missing"), (b"another file", "source_changed")]
)
def test_a_source_that_is_gone_or_replaced_while_it_is_read_fails_at_once(
    cloud: LocalCloud, user: User, long_clip: Path, content: bytes | None, code: str
) -> None:
    ids: list[str] = []

    def replace(gets: int) -> None:
        if gets == MIDDLE:
            replace_source(cloud, user, ids[0], content)

    with s3_with_faults(cloud, replace) as endpoint, changed_worker(cloud, s3_endpoint=endpoint):
        with no_worker(cloud):
            ids.append(user.upload(long_clip, options={"interval": 1}))
        video = user.client.wait(ids[0], PATIENCE)

    assert (video["status"], video["error"]["code"]) == ("failed", code)
    check_told(cloud, user, ids[0], long_clip)


def test_a_source_that_cannot_be_read_for_a_moment_is_read_later(
    cloud: LocalCloud, user: User, long_clip: Path
) -> None:
    refused = 0

    def refuse(gets: int) -> int | None:
        nonlocal refused
        if gets < MIDDLE or refused == 6:  # more often than a client of AWS repeats a request
            return None
        refused += 1
        return 503

    with s3_with_faults(cloud, refuse) as endpoint, changed_worker(cloud, s3_endpoint=endpoint):
        video_id = user.upload(long_clip, options={"interval": 1})
        video = user.client.wait(video_id, PATIENCE)

    assert refused == 6
    assert (video["status"], video["archive"]["images"]) == ("completed", 40)


def test_a_source_that_stays_unreadable_fails_when_its_attempts_are_used_up(
    cloud: LocalCloud, user: User, long_clip: Path
) -> None:
    dead_letters = cloud.outputs["stack"]["JobsDeadLetterQueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": dead_letters, "maxReceiveCount": 1})

    with (
        s3_with_faults(cloud, lambda gets: 403 if gets >= MIDDLE else None) as endpoint,
        changed_worker(cloud, s3_endpoint=endpoint, queue={"RedrivePolicy": redrive}),
    ):
        video_id = user.upload(long_clip, options={"interval": 1})
        video = user.client.wait(video_id, PATIENCE)

    assert (video["status"], video["error"]["code"]) == ("failed", "worker_failed")
    check_told(cloud, user, video_id, long_clip)


def log_of(cloud: LocalCloud) -> Callable[[], str]:
    """What the worker's environments log from now on."""
    file = cloud.home / "logs" / "runner.log"
    begin = file.stat().st_size
    return lambda: file.read_bytes()[begin:].decode(errors="replace")


def check_told(cloud: LocalCloud, user: User, video_id: str, clip: Path) -> None:
    """The owner has one e-mail about a video, and neither a job nor half an archive is left."""
    mail = user.wait_for_mail(2)
    assert clip.name in mail.subject
    LocalCloud.wait_until(lambda: jobs(cloud) == 0)
    prefix = f"{user.client.user_id()}/"
    uploads = cloud.aws("s3").list_multipart_uploads(
        Bucket=cloud.outputs["images_bucket"], Prefix=prefix
    )
    assert "Uploads" not in uploads
    assert user.client.video(video_id)["extraction"] == 1
    assert len(user.mails()) == 2


def jobs(cloud: LocalCloud) -> int:
    """How many jobs wait or are being done."""
    queues = cloud.aws("sqs")
    url = queues.get_queue_url(QueueName=JOBS)["QueueUrl"]
    counts = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return sum(int(counts[name]) for name in counts if name.startswith("ApproximateNumberOf"))


def replace_source(cloud: LocalCloud, user: User, video_id: str, content: bytes | None) -> None:
    """Deletes the uploaded video if there is no content."""
    s3, bucket = cloud.aws("s3"), cloud.outputs["videos_bucket"]
    key = keys.source(user.client.user_id(), video_id)
    if content is None:
        s3.delete_object(Bucket=bucket, Key=key)
    else:
        s3.put_object(Bucket=bucket, Key=key, Body=content)


@contextmanager
def no_worker(cloud: LocalCloud) -> Iterator[None]:
    """Jobs wait in their queue."""
    set_enabled(cloud, False)
    try:
        yield
    finally:
        set_enabled(cloud, True)


def set_enabled(cloud: LocalCloud, enabled: bool) -> None:
    functions = cloud.aws("lambda")
    (mapping,) = functions.list_event_source_mappings(FunctionName=WORKER)["EventSourceMappings"]
    uuid = mapping["UUID"]
    if (mapping["State"] == "Enabled") == enabled:
        return

    def settled() -> bool:
        state: str = functions.get_event_source_mapping(UUID=uuid)["State"]
        return state in ("Enabled", "Disabled")

    LocalCloud.wait_until(settled)
    functions.update_event_source_mapping(UUID=uuid, Enabled=enabled)
    LocalCloud.wait_until(settled)
    time.sleep(2)  # a poll that has begun may still receive a job


@contextmanager
def s3_with_faults(cloud: LocalCloud, fault: Callable[[int], int | None]) -> Iterator[str]:
    """The URL of an S3 that is the cloud's, but for the GETs of videos: `fault` is called with the
    number of each, from 1, and may return the status with which it fails."""
    gets, lock = 0, threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            nonlocal gets
            status = None
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.command == "GET" and self.path.startswith(f"/{videos}/"):
                with lock:
                    gets += 1
                    number = gets
                status = fault(number)
            if status is not None:
                self.answer(status, {"Content-Type": "application/xml"}, error(status))
                return
            url = cloud.outputs["endpoint_url"] + self.path
            headers = signed(self.command, url, self.headers, body)
            answer = httpx.request(
                self.command, url, headers=headers, content=body, timeout=60, trust_env=False
            )
            self.answer(answer.status_code, dict(answer.headers), answer.content)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = forward

        def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            length = headers.get("content-length", "0") if self.command == "HEAD" else len(body)
            for name, value in headers.items():
                if name not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads, block_on_close = True, False

        def handle_error(self, *_: object) -> None:
            """Nothing: a worker that was killed has closed its connections."""

    videos = cloud.outputs["videos_bucket"]
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def signed(method: str, url: str, headers: Message, body: bytes) -> dict[str, str]:
    """The headers of a request, signed for this URL instead of the one that it was sent to."""
    own = ("host", "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256")
    kept = {name: value for name, value in headers.items() if name.lower() not in own}
    request = AWSRequest(method, url, kept, body)
    credentials = Credentials(
        CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"]
    )
    S3SigV4Auth(credentials, "s3", REGION).add_auth(request)
    return dict(request.headers)


def error(status: int) -> bytes:
    code = {403: "AccessDenied", 503: "SlowDown"}[status]
    return f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
