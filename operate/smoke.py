"""Uses a deployment as a client does, and shows for each step whether it works."""

import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import httpx
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.text import Text

from local.client import ApiError, Client, Video
from local.clips import make_clip
from operate.deployment import Deployment
from operate.events import lines
from operate.tester import Tester

EXTRACTION_SECONDS, MAIL_SECONDS = 600, 300
MAIL_SENT = "The e-mail was sent"
FAILURES = (
    AssertionError,
    ApiError,
    BotoCoreError,
    ClientError,
    httpx.HTTPError,
    OSError,
    TimeoutError,
    ValueError,  # of an answer that is not JSON
    zipfile.BadZipFile,
)

Step = tuple[str, Callable[[], str]]
"""What is tried, and a function that tries it and returns what it saw. Raises one of FAILURES."""


class Smoke:
    """The steps, in their order. Each needs the ones before."""

    def __init__(self, deployment: Deployment, scratch: Path) -> None:
        self._deployment = deployment
        self._clip = make_clip(scratch / "smoke.mp4")
        self._archive = scratch / "images.zip"
        self._started = datetime.now(UTC) - timedelta(minutes=1)
        self._video: Video = {}
        self._tester: Tester | None = None

    def steps(self) -> Iterator[Step]:
        if self._deployment.page_url:
            yield "The page is served", self._page
            yield "The API answers on the page's origin", self._api_of_page
        yield "A user registers and logs in", self._register
        yield "An upload goes to the bucket of this region", self._upload
        yield "Images are extracted", self._extraction
        yield "The zip comes from the bucket of this region", self._download
        yield "An image is served", self._image
        yield "The owner is sent an e-mail", self._mail
        yield "Images are extracted again, with other options", self._again
        yield "A failed extraction is run again", self._retry
        yield "A deleted video is gone, with its objects", self._delete_video
        yield "A deleted account is gone", self._delete_account

    def clean_up(self) -> None:
        """Deletes what a failed step left."""
        if self._tester is not None:
            self._tester.remove()

    @property
    def account(self) -> str:
        return self._tester.email if self._tester else ""

    @property
    def _client(self) -> Client:
        assert self._tester is not None  # noqa: S101 - the user registers before
        return self._tester.client

    def _page(self) -> str:
        answer = httpx.get(self._deployment.page_url, follow_redirects=True, trust_env=False)
        answer.raise_for_status()
        require("content-security-policy" in answer.headers, "it has no content security policy")
        return self._deployment.page_url

    def _api_of_page(self) -> str:
        url = f"{self._deployment.page_url}/api/health"
        answer = httpx.get(url, trust_env=False)
        answer.raise_for_status()
        require(answer.json() == {"status": "ok"}, f"it answers {answer.text[:80]}")
        return url

    def _register(self) -> str:
        self._tester = Tester.of(self._deployment)
        self._tester.register()
        self._client.user_id()
        return self._tester.email

    def _upload(self) -> str:
        self._video = self._client.create_video(self._clip, options={"interval": 1})
        host = self._require_regional(self._video["upload"]["url"], "VideosBucketName")
        self._client.upload(self._video, self._clip)
        return host

    def _extraction(self) -> str:
        return self._completed()

    def _download(self) -> str:
        answer = self._client.request("GET", f"/videos/{self._id}/archive").json()
        host = self._require_regional(answer["url"], "ImagesBucketName")
        self._client.download_archive(self._id, self._archive)
        with zipfile.ZipFile(self._archive) as archive:
            require(archive.testzip() is None, "the zip is damaged")
            images = [name for name in archive.namelist() if name.endswith(".jpg")]
        require(
            len(images) == self._video["archive"]["images"], f"the zip has {len(images)} images"
        )
        return host

    def _image(self) -> str:
        image = self._client.request("GET", f"/videos/{self._id}/images/1")
        kind = image.headers["content-type"]
        require(kind == "image/jpeg" and image.content[:2] == b"\xff\xd8", f"it is {kind}")
        return f"{len(image.content):,} bytes"

    def _mail(self) -> str:
        """The log of the e-mail function says so; the address belongs to nobody."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            for line in lines(self._deployment, f'"{self._id}"', self._started):
                if line.function == "email" and line.message == MAIL_SENT:
                    return f"at {line.at:%H:%M:%S}Z"
            time.sleep(1)
        raise TimeoutError(f"no e-mail was sent within {MAIL_SECONDS} seconds")

    def _again(self) -> str:
        options = {"options": {"count": 2, "format": "png"}}
        self._client.request("POST", f"/videos/{self._id}/extractions", json=options)
        seen = self._completed()
        require(self._video["archive"]["images"] == 2, f"there are {seen}")
        return seen

    def _retry(self) -> str:
        """Images are asked for that the video cannot have, so that both runs fail."""
        options = {"options": {"start": 3600}}
        self._client.request("POST", f"/videos/{self._id}/extractions", json=options)
        first = self._failed()
        self._client.request("POST", f"/videos/{self._id}/retry")
        second = self._failed()
        require(first == second, f"it failed with {first}, then with {second}")
        return first

    def _delete_video(self) -> str:
        user_id = self._client.user_id()
        self._client.request("DELETE", f"/videos/{self._id}")
        self._require_gone(f"/videos/{self._id}")
        prefix = f"{user_id}/{self._id}/"
        for bucket in ("VideosBucketName", "ImagesBucketName"):
            self._require_empty(self._deployment.outputs[bucket], prefix)
        return ""

    def _delete_account(self) -> str:
        assert self._tester is not None  # noqa: S101 - the user registers before
        self._client.request("DELETE", "/accounts/me")
        try:
            self._client.log_in(self._tester.email, self._tester.password)
        except ApiError as error:
            require(error.status == 401, f"logging in answers {error.status}")
            return ""
        raise AssertionError("the user can still log in")

    @property
    def _id(self) -> str:
        return str(self._video["id"])

    def _completed(self) -> str:
        self._video = self._client.wait(self._id, EXTRACTION_SECONDS)
        status, error = self._video["status"], self._video["error"]
        require(status == "completed", f"the video is {status}: {error}")
        return f"{self._video['archive']['images']} images"

    def _failed(self) -> str:
        video = self._client.wait(self._id, EXTRACTION_SECONDS)
        require(video["status"] == "failed", f"the video is {video['status']}")
        return str(video["error"]["code"])

    def _require_regional(self, url: str, bucket: str) -> str:
        host = urlsplit(url).netloc
        expected = host_of(self._deployment.outputs[bucket])
        require(host == expected, f"the URL leads to {host}, not to {expected}")
        return host

    def _require_gone(self, path: str) -> None:
        try:
            self._client.request("GET", path)
        except ApiError as error:
            require(error.status == 404, f"{path} answers {error.status}")
        else:
            raise AssertionError(f"{path} still answers")

    def _require_empty(self, bucket: str, prefix: str) -> None:
        """A deletion leaves markers for workers that may still run."""
        found = boto3.client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix)
        left = [o["Key"] for o in found.get("Contents", []) if not o["Key"].endswith("/canceled")]
        require(not left, f"{bucket} still has {', '.join(left)}")


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def host_of(bucket: str) -> str:
    """The host of a bucket's presigned URLs. In us-east-1 the global name is the regional one."""
    s3 = boto3.client("s3")
    endpoint = urlsplit(s3.meta.endpoint_url).netloc
    if not endpoint.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return endpoint  # an emulator, which has one address
    return f"{bucket}.{endpoint}"


def smoke(deployment: Deployment, console: Console) -> bool:
    """Takes the steps until one fails, and prints a line for each. Returns whether all worked."""
    with tempfile.TemporaryDirectory() as scratch:
        tried = Smoke(deployment, Path(scratch))
        worked = False
        try:
            worked = all(_take(name, act, console) for name, act in tried.steps())
        finally:
            cleaned = _clean_up(tried, console)
        return worked and cleaned


def _clean_up(tried: Smoke, console: Console) -> bool:
    """Prints a line only if something is left."""
    try:
        tried.clean_up()
    except FAILURES as error:
        said = f"  The account {tried.account} could not be deleted: {error}"
        console.print(Text.assemble(("FAILED", "red"), said))
        return False
    return True


def _take(name: str, act: Callable[[], str], console: Console) -> bool:
    began, worked = time.monotonic(), True
    try:
        seen = act()
    except FAILURES as error:
        worked, seen = False, f"{error}" or type(error).__name__
    mark = Text("ok    ", "green") if worked else Text("FAILED", "red")
    seconds = f"{time.monotonic() - began:6.1f} s"
    console.print(Text.assemble(mark, f"  {seconds}  {name:<46}  ", (seen, "dim")))
    return worked
