"""AWS WAF before the API, which CloudFormation cannot put there, since Chalice deploys the API."""

from collections.abc import Mapping

import boto3


def put_before(api_id: str, stage: str, firewall_arn: str) -> None:
    """Puts the firewall before a stage of the API; does nothing without one."""
    if firewall_arn:
        region = boto3.client("apigateway").meta.region_name
        partition = boto3.session.Session().get_partition_for_region(region)
        boto3.client("wafv2").associate_web_acl(
            WebACLArn=firewall_arn,
            ResourceArn=f"arn:{partition}:apigateway:{region}::/restapis/{api_id}/stages/{stage}",
        )


def take_away(outputs: Mapping[str, str]) -> None:
    """Takes the firewall of a stack away from what it is before, so that it can be deleted."""
    firewall_arn = outputs.get("ApiFirewallArn")
    if firewall_arn:
        waf = boto3.client("wafv2")
        guarded = waf.list_resources_for_web_acl(
            WebACLArn=firewall_arn, ResourceType="API_GATEWAY"
        )["ResourceArns"]
        for resource in guarded:
            waf.disassociate_web_acl(ResourceArn=resource)
