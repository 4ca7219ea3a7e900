"""Step three: the page of web/, which CloudFront serves on one origin with the API."""

import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from uuid import uuid4

import boto3

from deploy.tools import ROOT, DeploymentError

BUILT = ROOT / "web" / "dist"
ASSETS = "assets/"
"""The folder of the files whose names contain a hash of their content."""

FOR_EVER = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
OBSOLETE = timedelta(days=30)
"""How long files of earlier versions stay: a page that is open may still ask for them."""

OUTPUTS = ("PageBucketName", "PageDistributionId", "PageDistributionDomain", "PageUrl")

_TYPES = mimetypes.MimeTypes()
for _ending, _type in ((".js", "text/javascript"), (".woff2", "font/woff2")):
    _TYPES.add_type(_type, _ending)


@dataclass(frozen=True)
class Page:
    """Where a stack serves its page from."""

    bucket: str
    distribution: str
    domain: str
    url: str

    @classmethod
    def of(cls, outputs: Mapping[str, str]) -> Self | None:
        """None if the stack serves no page."""
        if "PageBucketName" not in outputs:
            return None
        return cls(*(outputs[name] for name in OUTPUTS))

    def described(self) -> str:
        """Its address, and what is left to do for it."""
        if is_of_cloudfront(self.url):
            return f"Page: {self.url}"
        return f"Page: {self.url}, once its DNS leads to {self.domain}"

    def withdraw(self) -> None:
        """Deletes its files: CloudFormation deletes a bucket only when it is empty."""
        boto3.resource("s3").Bucket(self.bucket).objects.delete()

    def publish(self, built: Path = BUILT, now: datetime | None = None) -> None:
        """Uploads the built page: first its assets, which the rest refers to, and index.html last.
        Then viewers load the new page at once. Raises DeploymentError if it was not built."""
        require_built(built)
        bucket = boto3.resource("s3").Bucket(self.bucket)
        files = list(_files(built))
        for path, key in files:
            bucket.put_object(
                Key=key,
                Body=path.read_bytes(),
                ContentType=_content_type(path),
                CacheControl=FOR_EVER if key.startswith(ASSETS) else REVALIDATED,
            )
        keys = {key for _, key in files}
        for found in bucket.objects.all():
            is_old = found.last_modified + OBSOLETE < (now or datetime.now(UTC))
            if found.key not in keys and is_old:
                found.delete()
        changed = ["/", *(f"/{key}" for key in sorted(keys) if not key.startswith(ASSETS))]
        boto3.client("cloudfront").create_invalidation(
            DistributionId=self.distribution,
            InvalidationBatch={
                "Paths": {"Quantity": len(changed), "Items": changed},
                "CallerReference": str(uuid4()),
            },
        )


def is_of_cloudfront(url: str) -> bool:
    """Whether it is empty, which means CloudFront's, or an address that CloudFront gave."""
    return not url or (urlsplit(url).hostname or "").endswith(".cloudfront.net")


def require_built(built: Path = BUILT) -> None:
    """Raises DeploymentError, which says what to do, unless the page was built."""
    if not (built / "index.html").is_file():
        raise DeploymentError(
            "the page is not built: `make page` builds it, and says why if it cannot. "
            'PARAMETERS="Page=no" deploys without it'
        )


def _files(built: Path) -> Iterator[tuple[Path, str]]:
    """The files with their keys, in the order in which they are uploaded. `docs.html` and
    `docs/index.html` are at `docs` and `docs/` too, since CloudFront looks for nothing but the
    key."""
    paths = [path for path in built.rglob("*") if path.is_file()]
    keys = {path: path.relative_to(built).as_posix() for path in paths}
    for path in sorted(paths, key=lambda p: (not keys[p].startswith(ASSETS), p.parent == built, p)):
        if keys[path] != "index.html":
            yield path, keys[path]
            if path.suffix == ".html":
                name = keys[path].removesuffix(".html").removesuffix("/index")
                yield path, name
                yield path, f"{name}/"
    yield built / "index.html", "index.html"


def _content_type(path: Path) -> str:
    kind = _TYPES.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
