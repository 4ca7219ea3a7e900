"""The page is published so that no viewer ever misses a file, and no old index.html is kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from deploy.page import OBSOLETE, Page, require_built
from deploy.tools import DeploymentError

BUCKET, URL = "page", "https://d1.cloudfront.net"
FILES = {
    "index.html": "<!doctype html>",
    "icon.svg": "<svg/>",
    "assets/index-abc.js": "import './lazy-def.js'",
    "assets/lazy-def.js": "",
    "assets/font-1.woff2": "",
    "docs/index.html": "<!doctype html>",
    "terms.html": "<!doctype html>",
}


def build(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


@pytest.fixture
def page(aws: None) -> Page:
    boto3.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    created = boto3.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "page",
            "Comment": "",
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": "page",
                        "DomainName": f"{BUCKET}.s3.eu-central-1.amazonaws.com",
                        "S3OriginConfig": {"OriginAccessIdentity": ""},
                    }
                ],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": "page",
                "ViewerProtocolPolicy": "https-only",
            },
        }
    )
    return Page(BUCKET, created["Distribution"]["Id"], "d1.cloudfront.net", URL)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return build(tmp_path / "dist", FILES)


def head(key: str) -> Any:
    return boto3.client("s3").head_object(Bucket=BUCKET, Key=key)


def keys() -> set[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=BUCKET)
    return {each["Key"] for each in found.get("Contents", [])}


def test_a_stack_without_a_page_has_none() -> None:
    assert Page.of({"PageUrl": ""}) is None


def test_an_address_of_ones_own_needs_dns() -> None:
    own = Page(BUCKET, "E1", "d1.cloudfront.net", "https://stills.example.com")

    assert own.described() == (
        "Page: https://stills.example.com, once its DNS leads to d1.cloudfront.net"
    )
    assert Page(BUCKET, "E1", "d1.cloudfront.net", URL).described() == f"Page: {URL}"


def test_only_files_whose_names_contain_a_hash_are_cached_for_ever(page: Page, built: Path) -> None:
    page.publish(built)

    assert head("assets/index-abc.js")["CacheControl"] == "public, max-age=31536000, immutable"
    for key in keys():
        if not key.startswith("assets/"):
            assert head(key)["CacheControl"] == "no-cache", key


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("docs", "text/html; charset=utf-8"),
        ("docs/", "text/html; charset=utf-8"),
        ("assets/index-abc.js", "text/javascript; charset=utf-8"),
        ("assets/font-1.woff2", "font/woff2"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_a_file_has_the_type_that_browsers_require(
    page: Page, built: Path, key: str, kind: str
) -> None:
    page.publish(built)

    assert head(key)["ContentType"] == kind


def test_a_document_is_found_without_its_ending(page: Page, built: Path) -> None:
    page.publish(built)

    assert keys() == {*FILES, "docs", "docs/", "terms", "terms/"}


def test_assets_are_there_before_what_refers_to_them(
    page: Page, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[str] = []
    bucket = SimpleNamespace(
        put_object=lambda Key, **_: put.append(Key), objects=SimpleNamespace(all=list)
    )
    monkeypatch.setattr("boto3.resource", lambda _: SimpleNamespace(Bucket=lambda _: bucket))

    page.publish(built)

    assert {each.startswith("assets/") for each in put[:3]} == {True}
    assert put[-1] == "index.html"


def test_what_is_not_cached_for_ever_is_fetched_again(page: Page, built: Path) -> None:
    page.publish(built)

    client = boto3.client("cloudfront")
    found = client.list_invalidations(DistributionId=page.distribution)["InvalidationList"]
    [listed] = found["Items"]
    answer = client.get_invalidation(DistributionId=page.distribution, Id=listed["Id"])
    paths = answer["Invalidation"]["InvalidationBatch"]["Paths"]["Items"]
    assert sorted(paths) == sorted(
        [
            "/",
            "/docs",
            "/docs/",
            "/docs/index.html",
            "/icon.svg",
            "/index.html",
            "/terms",
            "/terms.html",
            "/terms/",
        ]
    )


def test_files_of_an_earlier_page_stay_while_it_may_be_open(page: Page, tmp_path: Path) -> None:
    page.publish(build(tmp_path / "old", {"index.html": "1", "assets/old-1.js": ""}))
    new = build(tmp_path / "new", {"index.html": "2", "assets/new-2.js": ""})

    page.publish(new)
    assert keys() == {"index.html", "assets/old-1.js", "assets/new-2.js"}

    page.publish(new, now=datetime.now(UTC) + OBSOLETE + timedelta(hours=1))
    assert keys() == {"index.html", "assets/new-2.js"}


def test_a_page_that_is_withdrawn_leaves_an_empty_bucket(page: Page, built: Path) -> None:
    page.publish(built)

    page.withdraw()

    assert keys() == set()


def test_a_page_that_is_not_built_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match=r"`make page` builds it.*Page=no"):
        require_built(tmp_path)
