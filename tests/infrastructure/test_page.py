"""The page is private but for its distribution, safe in browsers, and one origin with the API."""

import json
import re
from typing import Any

import pytest

from tests.infrastructure.conftest import ROOT, Template

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
CACHED_ERRORS = (400, 403, 404, 405, 414, 500, 501, 502, 503, 504)
"""What CloudFront keeps for 10 seconds by default, whatever the headers of the answer say."""

OURS = [
    *("PageBucket", "PageBucketPolicy", "PageAccessControl", "PageHeaders", "ReferenceHeaders"),
    "PageDistribution",
]
BUCKETS = {
    f"https://${{{name}}}.{host}"
    for name in ("VideosBucket", "ImagesBucket")
    for host in ("${S3}", "${UsEast1}")
}


@pytest.fixture
def distribution(template: Template) -> dict[str, Any]:
    [found] = template.of_type("AWS::CloudFront::Distribution").values()
    return dict(found["DistributionConfig"])


@pytest.fixture
def headers(template: Template) -> dict[str, Any]:
    return headers_of(template, "PageHeaders")


def headers_of(template: Template, name: str) -> dict[str, Any]:
    found = template.of_type("AWS::CloudFront::ResponseHeadersPolicy")[name]
    return dict(found["ResponseHeadersPolicyConfig"])


@pytest.fixture
def policy(headers: dict[str, Any]) -> dict[str, set[str]]:
    """The sources of each directive of the content security policy."""
    text, values = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"][
        "ContentSecurityPolicy"
    ]["Fn::Sub"]
    return directives(text.replace("${Buckets}", values["Buckets"]["Fn::Sub"][0]))


def directives(policy: str) -> dict[str, set[str]]:
    return {name: set(sources) for name, *sources in (each.split() for each in policy.split(";"))}


def api_behavior(distribution: dict[str, Any]) -> dict[str, Any]:
    [found] = [if_api(each) for each in distribution["CacheBehaviors"] if "Fn::If" in each]
    return dict(found)


def reference_behavior(distribution: dict[str, Any]) -> dict[str, Any]:
    [found] = [each for each in distribution["CacheBehaviors"] if "Fn::If" not in each]
    return dict(found)


def if_api(value: dict[str, Any]) -> Any:
    condition, given, otherwise = value["Fn::If"]
    assert (condition, otherwise) == ("HasApi", {"Ref": "AWS::NoValue"})
    return given


def test_everything_of_the_page_can_be_left_out(template: Template) -> None:
    assert {template.resources[name]["Condition"] for name in OURS} == {"HasPage"}
    for name in ("PageBucketName", "PageDistributionId", "PageDistributionDomain"):
        assert template.outputs[name]["Condition"] == "HasPage"
    assert template.parameters["Page"]["Default"] == "yes"


def test_only_this_distribution_may_read_the_bucket(template: Template) -> None:
    statements = template.resources["PageBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    [allowed] = [each for each in statements if each["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert allowed["Action"] == "s3:GetObject"
    assert allowed["Resource"] == {"Fn::Sub": "${PageBucket.Arn}/*"}
    [(key, arn)] = allowed["Condition"]["StringEquals"].items()
    assert key == "aws:SourceArn"
    assert arn["Fn::Sub"].endswith(
        ":cloudfront::${AWS::AccountId}:distribution/${PageDistribution}"
    )


def test_the_distribution_signs_each_request_to_the_bucket(
    template: Template, distribution: dict[str, Any]
) -> None:
    control = template.resources["PageAccessControl"]["Properties"]["OriginAccessControlConfig"]
    [page] = [each for each in distribution["Origins"] if "Fn::If" not in each]
    assert (control["SigningBehavior"], control["SigningProtocol"]) == ("always", "sigv4")
    assert page["OriginAccessControlId"] == {"Fn::GetAtt": ["PageAccessControl", "Id"]}
    assert page["S3OriginConfig"] == {"OriginAccessIdentity": ""}


def test_files_are_compressed_and_cached_as_their_headers_say(distribution: dict[str, Any]) -> None:
    files = distribution["DefaultCacheBehavior"]
    assert files["CachePolicyId"] == CACHING_OPTIMIZED
    assert files["Compress"] is True
    assert files["AllowedMethods"] == ["GET", "HEAD"]
    assert distribution["DefaultRootObject"] == "index.html"


def test_the_api_is_on_the_same_origin_and_never_cached(distribution: dict[str, Any]) -> None:
    behavior = api_behavior(distribution)
    [origin] = [if_api(each) for each in distribution["Origins"] if "Fn::If" in each]
    stage = json.loads((ROOT / ".chalice" / "config.json").read_text())["api_gateway_stage"]

    assert behavior["PathPattern"] == f"/{stage}/*"  # so that no path is rewritten
    assert "OriginPath" not in origin
    assert behavior["TargetOriginId"] == origin["Id"]
    assert behavior["CachePolicyId"] == CACHING_DISABLED
    assert behavior["OriginRequestPolicyId"] == ALL_VIEWER_EXCEPT_HOST
    assert {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"} == set(
        behavior["AllowedMethods"]
    )
    assert origin["DomainName"] == {"Ref": "ApiDomain"}
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_an_error_of_the_api_is_never_replaced_by_a_page(distribution: dict[str, Any]) -> None:
    for response in distribution["CustomErrorResponses"]:
        assert set(response) == {"ErrorCode", "ErrorCachingMinTTL"}


def test_an_error_of_the_api_is_not_kept_for_the_next_user(distribution: dict[str, Any]) -> None:
    times = {
        response["ErrorCode"]: response["ErrorCachingMinTTL"]
        for response in distribution["CustomErrorResponses"]
    }
    assert times == dict.fromkeys(CACHED_ERRORS, 0)


def test_everything_is_encrypted_on_its_way(distribution: dict[str, Any]) -> None:
    api = api_behavior(distribution)
    assert distribution["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert api["ViewerProtocolPolicy"] == "https-only"  # a token is never sent in the clear
    condition, own, default = distribution["ViewerCertificate"]["Fn::If"]
    assert condition == "HasCertificate"
    assert own["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert default == {"CloudFrontDefaultCertificate": True}


def test_every_answer_has_the_security_headers(distribution: dict[str, Any]) -> None:
    api = api_behavior(distribution)
    for behavior in (distribution["DefaultCacheBehavior"], api):
        assert behavior["ResponseHeadersPolicyId"] == {"Ref": "PageHeaders"}


def test_the_security_headers_override_what_the_origin_sends(headers: dict[str, Any]) -> None:
    security = headers["SecurityHeadersConfig"]
    custom = headers["CustomHeadersConfig"]["Items"]
    assert all(each["Override"] is True for each in [*security.values(), *custom])
    assert set(security) == {
        *("ContentSecurityPolicy", "StrictTransportSecurity", "ContentTypeOptions"),
        *("FrameOptions", "ReferrerPolicy"),
    }
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
    assert security["FrameOptions"]["FrameOption"] == "DENY"
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "same-origin"
    assert "Permissions-Policy" in {each["Header"] for each in custom}


def test_the_page_runs_only_its_own_scripts(policy: dict[str, set[str]]) -> None:
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}
    assert policy["form-action"] == {"'self'"}
    inline = {name for name, sources in policy.items() if "'unsafe-inline'" in sources}
    assert inline == {"style-src-attr"}
    assert "'unsafe-eval'" not in set().union(*policy.values())


def test_the_page_talks_to_its_own_origin_and_the_two_buckets(policy: dict[str, set[str]]) -> None:
    assert policy["connect-src"] == {"'self'", *BUCKETS}
    assert policy["img-src"] == {"'self'", "blob:", "data:", *BUCKETS}
    for sources in policy.values():
        foreign = {each for each in sources if re.match(r"https?:|\*", each)}
        assert foreign <= BUCKETS


def test_the_reference_is_served_as_the_page_is_but_for_its_headers(
    distribution: dict[str, Any],
) -> None:
    reference = reference_behavior(distribution)
    assert reference.pop("PathPattern") == "/docs*"
    assert reference.pop("ResponseHeadersPolicyId") == {"Ref": "ReferenceHeaders"}
    page = distribution["DefaultCacheBehavior"]
    assert reference == {name: page[name] for name in page if name != "ResponseHeadersPolicyId"}


def test_the_reference_has_the_headers_of_the_page_and_a_policy_of_its_own(
    template: Template, headers: dict[str, Any]
) -> None:
    reference = headers_of(template, "ReferenceHeaders")
    own = reference["SecurityHeadersConfig"].pop("ContentSecurityPolicy")
    del headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]
    assert reference.pop("Name") != headers.pop("Name")
    assert reference == headers
    assert own["Override"] is True

    policy = directives(own["ContentSecurityPolicy"])
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["connect-src"] == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == {"'none'"}
    sources = set().union(*policy.values())
    hashes = {each for each in sources if each.startswith("'sha256-")}
    assert sources - hashes == {"'none'", "'self'", "data:"}
    assert hashes <= policy["style-src"]


@pytest.mark.parametrize("bucket", ["VideosBucket", "ImagesBucket"])
def test_the_page_may_use_presigned_urls_whatever_other_origins_may(
    template: Template, bucket: str
) -> None:
    others, page = template.of_type("AWS::S3::Bucket")[bucket]["CorsConfiguration"]["CorsRules"]
    condition, given, otherwise = page["Fn::If"]
    assert (condition, otherwise) == ("HasPageUrl", {"Ref": "AWS::NoValue"})
    assert given == others | {"AllowedOrigins": [{"Ref": "PageUrl"}]}


def test_the_api_and_mails_learn_the_same_address(template: Template) -> None:
    address = template.outputs["PageUrl"]["Value"]
    email = template.resources["EmailFunction"]["Properties"]["Environment"]["Variables"]
    assert email["PAGE_URL"] == {"Ref": "PageUrl"}  # which the deployment sets to this address
    assert address["Fn::If"][:2] == ["HasPageUrl", {"Ref": "PageUrl"}]
    own = {"Fn::Sub": "https://${PageDistribution.DomainName}"}
    assert address["Fn::If"][2] == {"Fn::If": ["HasPage", own, ""]}
