"""The firewall counts each client by an address that it cannot choose."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.infrastructure.conftest import Template

SECRET = {"Fn::Sub": "{{resolve:secretsmanager:${PageSecret}:SecretString}}"}
FROM_CLOUDFRONT = {"LabelMatchStatement": {"Scope": "LABEL", "Key": "stills:cloudfront"}}
VIEWER = "x-stills-viewer"


def given(value: Any) -> Any:
    """What is there with a page and a firewall."""
    if isinstance(value, dict) and "Fn::If" in value:
        condition, given, otherwise = value["Fn::If"]
        assert otherwise == {"Ref": "AWS::NoValue"}
        assert condition in ("GuardsPage", "HasApi")
        return given
    return value


@pytest.fixture
def rules(template: Template) -> dict[str, dict[str, Any]]:
    [firewall] = template.of_type("AWS::WAFv2::WebACL").values()
    return {rule["Name"]: rule for rule in map(given, firewall["Rules"])}


def limits(rules: dict[str, dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Each rule that counts, with the statements to which a request must conform."""
    for rule in rules.values():
        counts = rule["Statement"].get("RateBasedStatement")
        if counts:
            scope = counts["ScopeDownStatement"]
            yield counts, scope.get("AndStatement", {"Statements": [scope]})["Statements"]


def test_what_a_header_says_counts_only_for_requests_through_cloudfront(
    rules: dict[str, dict[str, Any]],
) -> None:
    kinds = set()
    for counts, scope in limits(rules):
        kinds.add(counts["AggregateKeyType"])
        if counts["AggregateKeyType"] == "FORWARDED_IP":
            assert counts["ForwardedIPConfig"]["HeaderName"].lower() == VIEWER
            assert FROM_CLOUDFRONT in scope
        else:
            assert {"NotStatement": {"Statement": FROM_CLOUDFRONT}} in scope
    assert kinds == {"IP", "FORWARDED_IP"}


def test_each_limit_holds_on_both_ways(rules: dict[str, dict[str, Any]]) -> None:
    by_kind: dict[str, list[int]] = {"IP": [], "FORWARDED_IP": []}
    for counts, _ in limits(rules):
        by_kind[counts["AggregateKeyType"]].append(counts["Limit"])

    assert by_kind["IP"] == by_kind["FORWARDED_IP"] == [100, 3000]


def test_only_cloudfront_knows_the_secret(
    template: Template, rules: dict[str, dict[str, Any]]
) -> None:
    label = rules["through-cloudfront"]
    match = label["Statement"]["ByteMatchStatement"]
    [distribution] = template.of_type("AWS::CloudFront::Distribution").values()
    [_, api] = map(given, distribution["DistributionConfig"]["Origins"])
    [header] = given(api["OriginCustomHeaders"])

    assert match["SearchString"] == header["HeaderValue"] == SECRET
    assert match["FieldToMatch"]["SingleHeader"]["Name"] == header["HeaderName"].lower()
    assert match["PositionalConstraint"] == "EXACTLY"
    assert label["RuleLabels"] == [{"Name": "stills:cloudfront"}]


def test_labels_are_given_before_they_are_asked_for(rules: dict[str, dict[str, Any]]) -> None:
    priorities = [rule["Priority"] for rule in rules.values()]
    labelling = [rule["Priority"] for rule in rules.values() if "RuleLabels" in rule]
    counting = [r["Priority"] for r in rules.values() if "RateBasedStatement" in r["Statement"]]

    assert priorities == sorted(set(priorities))
    assert max(labelling) < min(counting)


def test_cloudfront_overwrites_what_a_client_says_about_its_address(template: Template) -> None:
    [function] = template.of_type("AWS::CloudFront::Function").values()
    [distribution] = template.of_type("AWS::CloudFront::Distribution").values()
    behaviors = map(given, distribution["DistributionConfig"]["CacheBehaviors"])
    [api] = [each for each in behaviors if each["TargetOriginId"] == "api"]
    [association] = given(api["FunctionAssociations"])

    assert association["EventType"] == "viewer-request"
    assert association["FunctionARN"] == {"Fn::GetAtt": ["PageViewer", "FunctionARN"]}
    assert re.search(
        rf'request\.headers\["{VIEWER}"\] = {{value: event\.viewer\.ip}};', function["FunctionCode"]
    )
