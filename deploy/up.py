"""Deploys a stage to the account and region of the AWS environment, or updates it."""

import sys
from collections.abc import Mapping

from deploy import (
    account,
    architecture,
    firewall,
    image,
    infrastructure,
    mail,
    parameters,
    quotas,
)
from deploy.bucket import deployments_bucket
from deploy.budget import set_budget
from deploy.lock import locked
from deploy.page import Page, is_of_cloudfront, require_built
from deploy.steps import api_of, infrastructure_of, serve_api
from deploy.tools import UsageError


def up(name: str, given: Mapping[str, str]) -> None:
    """Parameters that are not given keep the values of the last deployment. Raises
    DeploymentError."""
    bucket = deployments_bucket()
    with locked(bucket, name) as lock:
        values = _values(name, given)
        if account.is_aws():
            _refuse_placeholder(values)
            _refuse_known_sender(name, values["SenderAddress"])
        if "WorkerImageUri" not in values:
            image.require_engine()
        if values["Page"] == "yes":
            require_built()
        elif former := Page.of(infrastructure.outputs(name) or {}):
            former.withdraw()
        if values.get("Firewall") != "yes":
            firewall.take_away(infrastructure.outputs(name) or {})
        infrastructure.remove_failed_creation(name)
        infrastructure_of(name, values).deploy()
        infrastructure.protect(name, parameters.is_protected(name, values))
        lock.renew()
        outputs = infrastructure.outputs(name) or {}
        api = api_of(name, outputs, bucket)
        api.deploy(outputs)
        set_budget(name, outputs)
        page = Page.of(outputs)
        if page:
            lock.renew()
            serve_api(name, api.domain(), page)
            page.publish()
    print("\n".join([*mail.sender(values["SenderAddress"]).described(), *_quotas(values)]))
    print(f"Deployed {name}: {account.reachable(api.url())}")
    if page:
        print(page.described())


def _values(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """`sam build` needs the values that CloudFormation keeps by itself: it builds for the
    architecture that it is told."""
    found = infrastructure.stack(name)
    kept = parameters.kept(found.parameters if found else {})
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    defaults = {each: parameters.default(each) for each in ("SenderAddress", "Page")}
    defaults["Architecture"] = architecture.of_builder()
    if not account.is_aws():
        defaults["WorkerImageUri"] = image.of_emulator(account.number(), account.region(), name)
        defaults["Page"] = "no"  # nobody could reach it
    values = {**defaults, **kept, **given, "Stage": name, "PythonVersion": version}
    if values["Page"] == "no" and kept.get("Page") != "no":  # it kept that of the distribution
        values["PageUrl"] = given.get("PageUrl", "")
    address = values.get("PageUrl", "")
    is_own = address.startswith("https://") and not is_of_cloudfront(address)
    if values.get("PageCertificateArn") and (not is_own or ":" in address.removeprefix("https://")):
        raise UsageError(
            "PARAMETERS: PageCertificateArn needs PageUrl, an https:// address in a domain of "
            "yours, without a port"
        )
    ready = mail.sender(values["SenderAddress"]).ready
    return {"CodesSentBy": "ses" if ready else "cognito", **values}


def _refuse_placeholder(values: Mapping[str, str]) -> None:
    if values["SenderAddress"] == parameters.default("SenderAddress"):
        raise UsageError(
            "PARAMETERS: SenderAddress is still the example; give an address of yours, as in "
            'PARAMETERS="SenderAddress=you@your-domain.com"'
        )


def _refuse_known_sender(name: str, address: str) -> None:
    """CloudFormation creates the identity of the sender, and fails late if there is one."""
    found = infrastructure.stack(name)
    is_ours = found and not found.empty and found.parameters.get("SenderAddress") == address
    if not is_ours and mail.is_known(address):
        raise UsageError(
            f"PARAMETERS: SES knows {address} already, from another stage or by hand. Give "
            "SenderAddress another one, or delete the identity in SES: it is created again"
        )


def _quotas(values: Mapping[str, str]) -> list[str]:
    given = values.get("WorkerConcurrency") or parameters.default("WorkerConcurrency")
    return quotas.described(int(given))
