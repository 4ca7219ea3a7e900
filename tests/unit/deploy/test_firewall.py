"""The firewall of a stack is before its API, until it is to be deleted."""

from types import SimpleNamespace
from typing import Any

import pytest

from deploy import firewall

FIREWALL = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/stills-dev/1"
STAGE = "arn:aws:apigateway:eu-central-1::/restapis/abc/stages/api"


class Waf:
    """Also stands for API Gateway, of which only the region is asked."""

    meta = SimpleNamespace(region_name="eu-central-1")

    def __init__(self) -> None:
        self.guarded: dict[str, str] = {}

    def associate_web_acl(self, WebACLArn: str, ResourceArn: str) -> None:
        self.guarded[ResourceArn] = WebACLArn

    def disassociate_web_acl(self, ResourceArn: str) -> None:
        del self.guarded[ResourceArn]

    def list_resources_for_web_acl(self, WebACLArn: str, ResourceType: str) -> dict[str, Any]:
        assert ResourceType == "API_GATEWAY"
        return {"ResourceArns": [r for r, acl in self.guarded.items() if acl == WebACLArn]}


@pytest.fixture
def waf(monkeypatch: pytest.MonkeyPatch) -> Waf:
    found = Waf()
    monkeypatch.setattr("boto3.client", lambda name: found)
    return found


def test_it_is_put_before_the_stage_of_the_api(waf: Waf) -> None:
    firewall.put_before("abc", "api", FIREWALL)

    assert waf.guarded == {STAGE: FIREWALL}


def test_without_one_nothing_is_before_the_api(waf: Waf) -> None:
    firewall.put_before("abc", "api", "")

    assert waf.guarded == {}


def test_only_the_firewall_of_the_stack_is_taken_away(waf: Waf) -> None:
    waf.guarded = {STAGE: FIREWALL, "theirs": "another"}

    firewall.take_away({"ApiFirewallArn": FIREWALL})

    assert waf.guarded == {"theirs": "another"}


@pytest.mark.parametrize("outputs", [{}, {"ApiFirewallArn": ""}])
def test_a_stack_without_one_is_left_as_it_is(waf: Waf, outputs: dict[str, str]) -> None:
    waf.guarded = {"theirs": "another"}

    firewall.take_away(outputs)

    assert waf.guarded == {"theirs": "another"}
