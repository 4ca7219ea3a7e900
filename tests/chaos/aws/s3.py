"""S3 in memory: objects, multipart uploads and conditional requests.

The content of a large file is not stored: it is its size and a text that repeats.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.response import StreamingBody

from tests.chaos.aws.errors import client_error

MIN_PART = 5 * 2**20


@dataclass(frozen=True)
class Content:
    """`size` bytes: `text` again and again."""

    text: bytes
    size: int

    @classmethod
    def of(cls, data: bytes) -> "Content":
        return cls(data, len(data))

    def read(self, start: int, stop: int) -> bytes:
        length = len(self.text)
        if self.size == length:
            return self.text[start:stop]
        first = start // length * length
        return (self.text * ((stop - first) // length + 1))[start - first : stop - first]

    @property
    def etag(self) -> str:
        """As S3 computes it for what is stored whole."""
        is_whole = self.size == len(self.text)
        data = self.text if is_whole else b"%d %b" % (self.size, self.text)
        return hashlib.md5(data, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Object:
    content: Content
    etag: str
    sequencer: str
    created: float


@dataclass
class Upload:
    bucket: str
    key: str
    created: float
    parts: dict[int, Content] = field(default_factory=dict)


class _Stream:
    """The bytes of a range, made when they are read."""

    def __init__(self, content: Content, start: int, stop: int) -> None:
        self._content, self._position, self._stop = content, start, stop

    def read(self, amt: int | None = None) -> bytes:
        stop = self._stop if amt is None else min(self._position + amt, self._stop)
        data = self._content.read(self._position, stop)
        self._position = stop
        return data

    def close(self) -> None:
        self._position = self._stop


class S3:
    """`on_created` is called for each new object."""

    def __init__(
        self,
        buckets: list[str],
        now: Callable[[], float],
        on_created: Callable[[str, str, Object], None],
    ) -> None:
        self.buckets: dict[str, dict[str, Object]] = {name: {} for name in buckets}
        self.uploads: dict[str, Upload] = {}
        self._now = now
        self._on_created = on_created
        self._count = 0

    def call(self, operation: str, call: dict[str, Any]) -> dict[str, Any]:
        handler = getattr(self, f"_{operation}", None)
        if handler is None:
            raise NotImplementedError(f"s3.{operation}")
        answer: dict[str, Any] = handler(call)
        return answer

    def post(self, fields: dict[str, str], content: Content) -> int:
        """A browser's POST with a presigned policy. Returns the status of the answer."""
        policy = json.loads(base64.b64decode(fields["policy"]))
        expires = datetime.fromisoformat(policy["expiration"].replace("Z", "+00:00"))
        if self._now() > expires.timestamp():
            return 403
        for condition in policy["conditions"]:
            kind, *limits = condition if isinstance(condition, list) else ("",)
            if kind == "content-length-range" and not limits[0] <= content.size <= limits[1]:
                return 400
        bucket = next(c["bucket"] for c in policy["conditions"] if "bucket" in c)
        self.put(bucket, fields["key"], content)
        return 204

    def put_part(self, url: str, content: Content) -> int:
        """A client's PUT to a presigned part. Returns the status of the answer."""
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        signed = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if self._now() > signed.timestamp() + int(query["X-Amz-Expires"]):
            return 403
        upload = self.uploads.get(query["uploadId"])
        if upload is None or not unquote(parts.path).endswith(upload.key):
            return 404
        upload.parts[int(query["partNumber"])] = content
        return 200

    def put(self, bucket: str, key: str, content: Content, etag: str = "") -> Object:
        self._count += 1
        made = Object(content, etag or content.etag, f"{self._count:016X}", self._now())
        self.buckets[bucket][key] = made
        self._on_created(bucket, key, made)
        return made

    def _PutObject(self, call: dict[str, Any]) -> dict[str, Any]:
        bucket, key = call["Bucket"], call["Key"]
        self._check_target("PutObject", bucket, key, call)
        body = call.get("Body", b"")
        data = body if isinstance(body, bytes) else body.read()
        return {"ETag": f'"{self.put(bucket, key, Content.of(data)).etag}"'}

    def _check_target(self, operation: str, bucket: str, key: str, call: dict[str, Any]) -> None:
        """If-Match and If-None-Match of a write."""
        found = self.buckets[bucket].get(key)
        if call.get("IfNoneMatch") == "*" and found:
            raise _precondition_failed(operation)
        if "IfMatch" in call:
            if found is None:
                raise client_error(operation, "NoSuchKey", status=404)
            if call["IfMatch"].strip('"') != found.etag:
                raise _precondition_failed(operation)

    def _find(self, operation: str, call: dict[str, Any]) -> Object:
        found = self.buckets[call["Bucket"]].get(call["Key"])
        head = operation == "HeadObject"  # its answers have no body with a code
        if found is None:
            raise client_error(operation, "404" if head else "NoSuchKey", status=404)
        if "IfMatch" in call and call["IfMatch"].strip('"') != found.etag:
            raise client_error(operation, "412" if head else "PreconditionFailed", status=412)
        return found

    def _HeadObject(self, call: dict[str, Any]) -> dict[str, Any]:
        return _described(self._find("HeadObject", call))

    def _GetObject(self, call: dict[str, Any]) -> dict[str, Any]:
        found = self._find("GetObject", call)
        start, stop = 0, found.content.size
        if call.get("Range"):
            first, _, last = call["Range"].removeprefix("bytes=").partition("-")
            start, stop = int(first), min(int(last) + 1, stop) if last else stop
            if start >= found.content.size:
                raise client_error("GetObject", "InvalidRange", status=416)
        stream: Any = _Stream(found.content, start, stop)
        body = StreamingBody(stream, stop - start)
        return {**_described(found), "ContentLength": stop - start, "Body": body}

    def _CopyObject(self, call: dict[str, Any]) -> dict[str, Any]:
        source = call["CopySource"]
        found = self._find("CopyObject", source)
        if call.get("CopySourceIfMatch", found.etag).strip('"') != found.etag:
            raise _precondition_failed("CopyObject")
        self._check_target("CopyObject", call["Bucket"], call["Key"], call)
        made = self.put(call["Bucket"], call["Key"], found.content)
        return {"CopyObjectResult": {"ETag": f'"{made.etag}"'}}

    def _DeleteObject(self, call: dict[str, Any]) -> dict[str, Any]:
        objects = self.buckets[call["Bucket"]]
        if "IfMatch" in call:
            self._check_target("DeleteObject", call["Bucket"], call["Key"], call)
        objects.pop(call["Key"], None)
        return {}

    def _DeleteObjects(self, call: dict[str, Any]) -> dict[str, Any]:
        for item in call["Delete"]["Objects"]:
            self.buckets[call["Bucket"]].pop(item["Key"], None)
        return {}

    def _ListObjectsV2(self, call: dict[str, Any]) -> dict[str, Any]:
        after = call.get("ContinuationToken") or call.get("StartAfter") or ""
        objects = self.buckets[call["Bucket"]]
        keys = sorted(k for k in objects if k.startswith(call.get("Prefix", "")) and k > after)
        page = keys[: call.get("MaxKeys", 1000)]
        contents = [
            {
                "Key": key,
                "Size": objects[key].content.size,
                "ETag": f'"{objects[key].etag}"',
                "LastModified": datetime.fromtimestamp(objects[key].created, UTC),
            }
            for key in page
        ]
        answer: dict[str, Any] = {"KeyCount": len(page), "IsTruncated": len(page) < len(keys)}
        if contents:
            answer["Contents"] = contents
        if answer["IsTruncated"]:
            answer["NextContinuationToken"] = page[-1]
        return answer

    def _CreateMultipartUpload(self, call: dict[str, Any]) -> dict[str, Any]:
        self._count += 1
        upload_id = f"upload-{self._count}"
        self.uploads[upload_id] = Upload(call["Bucket"], call["Key"], self._now())
        return {"UploadId": upload_id}

    def _upload(self, operation: str, call: dict[str, Any]) -> Upload:
        upload = self.uploads.get(call["UploadId"])
        if upload is None or (upload.bucket, upload.key) != (call["Bucket"], call["Key"]):
            raise client_error(operation, "NoSuchUpload", status=404)
        return upload

    def _UploadPart(self, call: dict[str, Any]) -> dict[str, Any]:
        upload = self._upload("UploadPart", call)
        body = call["Body"]
        content = Content.of(body if isinstance(body, bytes) else body.read())
        upload.parts[call["PartNumber"]] = content
        return {"ETag": f'"{content.etag}"', "ChecksumCRC32": "AAAAAA=="}

    def _ListParts(self, call: dict[str, Any]) -> dict[str, Any]:
        parts = self._upload("ListParts", call).parts
        after = int(call.get("PartNumberMarker") or 0)
        numbers = sorted(number for number in parts if number > after)
        page = numbers[: call.get("MaxParts", 1000)]
        answer: dict[str, Any] = {"IsTruncated": len(page) < len(numbers)}
        if page:
            answer["Parts"] = [
                {"PartNumber": n, "Size": parts[n].size, "ETag": f'"{parts[n].etag}"'} for n in page
            ]
            answer["NextPartNumberMarker"] = page[-1]
        return answer

    def _ListMultipartUploads(self, call: dict[str, Any]) -> dict[str, Any]:
        found = [
            {"UploadId": i, "Key": u.key, "Initiated": datetime.fromtimestamp(u.created, UTC)}
            for i, u in self.uploads.items()
            if u.bucket == call["Bucket"] and u.key.startswith(call.get("Prefix", ""))
        ]
        found.sort(key=lambda upload: str(upload["Key"]))
        return {"IsTruncated": False, **({"Uploads": found} if found else {})}

    def _CompleteMultipartUpload(self, call: dict[str, Any]) -> dict[str, Any]:
        operation = "CompleteMultipartUpload"
        upload = self._upload(operation, call)
        listed = call["MultipartUpload"]["Parts"]
        numbers = [part["PartNumber"] for part in listed]
        for part in listed:
            content = upload.parts.get(part["PartNumber"])
            if content is None or part["ETag"].strip('"') != content.etag:
                raise client_error(operation, "InvalidPart")
        if numbers != sorted(set(numbers)) or not numbers:
            raise client_error(operation, "InvalidPartOrder")
        contents = [upload.parts[number] for number in numbers]
        if any(content.size < MIN_PART for content in contents[:-1]):
            raise client_error(operation, "EntityTooSmall")
        self._check_target(operation, upload.bucket, upload.key, call)
        size = sum(content.size for content in contents)
        whole = contents[0] if len(contents) == 1 else Content(contents[0].text, size)
        del self.uploads[call["UploadId"]]
        made = self.put(upload.bucket, upload.key, whole, f"{whole.etag}-{len(contents)}")
        return {"ETag": f'"{made.etag}"', "Key": upload.key, "Bucket": upload.bucket}

    def _AbortMultipartUpload(self, call: dict[str, Any]) -> dict[str, Any]:
        self._upload("AbortMultipartUpload", call)
        del self.uploads[call["UploadId"]]
        return {}


def _precondition_failed(operation: str) -> Exception:
    return client_error(operation, "PreconditionFailed", status=412)


def _described(found: Object) -> dict[str, Any]:
    return {
        "ContentLength": found.content.size,
        "ETag": f'"{found.etag}"',
        "LastModified": datetime.fromtimestamp(found.created, UTC),
        "ContentType": "application/octet-stream",
        "Metadata": {},
    }
