"""A deployment keeps the parameters of the last one, and protects what must stay."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from deploy import infrastructure
from deploy.infrastructure import Infrastructure, Stack
from deploy.mail import Sender
from deploy.page import Page
from deploy.steps import infrastructure_of
from deploy.tools import DeploymentError, UsageError
from deploy.up import up

module = sys.modules["deploy.up"]

PARAMETERS = {"Architecture": "arm64", "VideoDays": "30", "SenderAddress": "a@stills.example"}

PAGE = {
    "PageBucketName": "page",
    "PageDistributionId": "E1",
    "PageDistributionDomain": "d1.cloudfront.net",
    "PageUrl": "https://d1.cloudfront.net",
}


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the stand-ins for SAM and CloudFormation receive, and the steps in their order."""
    seen: dict[str, Any] = {"steps": []}
    stack = Stack("CREATE_COMPLETE", PARAMETERS, {}, False)

    def take(step: str, **values: Any) -> None:
        seen["steps"].append(step)
        seen.update(values)

    @contextmanager
    def lock(*_: object) -> Iterator[SimpleNamespace]:
        take("lock")
        yield SimpleNamespace(renew=lambda: take("renew"))
        take("unlock")

    api = SimpleNamespace(
        deploy=lambda outputs: take("api"),
        url=lambda: "https://api.example",
        domain=lambda: "api.example",
    )
    monkeypatch.setattr(infrastructure, "stack", lambda stage: stack)
    monkeypatch.setattr(
        Infrastructure, "deploy", lambda self: take("stack", parameters=self.parameters)
    )
    monkeypatch.setattr(
        infrastructure, "protect", lambda stage, protected: seen.update(protected=protected)
    )
    monkeypatch.setattr(module, "deployments_bucket", lambda: None)
    monkeypatch.setattr(module, "locked", lock)
    monkeypatch.setattr(module, "set_budget", lambda *_: None)
    monkeypatch.setattr(module, "api_of", lambda *_: api)
    monkeypatch.setattr(module, "require_built", lambda: take("built"))
    monkeypatch.setattr(module.account, "is_aws", lambda: True)
    monkeypatch.setattr(module.image, "require_engine", lambda: take("engine"))
    monkeypatch.setattr(module.mail, "sender", lambda address: Sender(address, True, False))
    monkeypatch.setattr(module.quotas, "described", lambda worker: [f"the worker takes {worker}"])
    return seen


def test_both_steps_run_under_one_lock_that_is_renewed_in_between(deployed: dict[str, Any]) -> None:
    up("dev", {})

    assert deployed["steps"] == ["lock", "engine", "built", "stack", "renew", "api", "unlock"]


def test_the_page_is_connected_and_published_after_the_api(
    deployed: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = deployed["steps"]
    monkeypatch.setattr(infrastructure, "outputs", lambda stage: PAGE)
    monkeypatch.setattr(
        infrastructure,
        "set_parameters",
        lambda stage, values, poll: (steps.append("connect"), deployed.update(set=values)),
    )
    monkeypatch.setattr(Page, "publish", lambda page: steps.append(page.bucket))

    up("dev", {})

    assert steps[-5:] == ["api", "renew", "connect", "page", "unlock"]
    assert deployed["set"] == {"ApiDomain": "api.example", "PageUrl": PAGE["PageUrl"]}
    assert "Page: https://d1.cloudfront.net\n" in capsys.readouterr().out


def test_a_page_that_is_not_built_is_an_error_before_the_first_step(
    deployed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DeploymentError("the page is not built")

    monkeypatch.setattr(module, "require_built", refuse)

    with pytest.raises(DeploymentError, match="the page is not built"):
        up("dev", {})
    assert "stack" not in deployed["steps"]

    up("dev", {"Page": "no"})
    assert "stack" in deployed["steps"]


def test_without_a_page_no_address_of_an_earlier_one_is_kept(
    deployed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {**PARAMETERS, "PageUrl": "https://d1.cloudfront.net", "Page": "yes"}
    stack = Stack("CREATE_COMPLETE", kept, {}, False)
    monkeypatch.setattr(infrastructure, "stack", lambda stage: stack)

    up("dev", {})
    assert deployed["parameters"]["PageUrl"] == "https://d1.cloudfront.net"

    up("dev", {"Page": "no"})
    assert deployed["parameters"]["PageUrl"] == ""

    up("dev", {"Page": "no", "PageUrl": "https://own.example"})
    assert deployed["parameters"]["PageUrl"] == "https://own.example"


def test_the_address_of_a_page_that_is_elsewhere_is_kept(
    deployed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {**PARAMETERS, "PageUrl": "https://own.example", "Page": "no"}
    stack = Stack("CREATE_COMPLETE", kept, {}, False)
    monkeypatch.setattr(infrastructure, "stack", lambda stage: stack)

    up("dev", {})

    assert deployed["parameters"]["PageUrl"] == "https://own.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://d1.cloudfront.net",
        "http://stills.example.com",
        "https://stills.example.com:8443",
    ],
)
def test_a_certificate_needs_an_address_of_ones_own(deployed: dict[str, Any], address: str) -> None:
    certificate = {"PageCertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/a"}

    with pytest.raises(UsageError, match="PageCertificateArn needs PageUrl"):
        up("dev", {"PageUrl": address, **certificate})

    assert "stack" not in deployed["steps"]
    up("dev", {"PageUrl": "https://stills.example.com", **certificate})
    assert "stack" in deployed["steps"]


def test_a_worker_image_that_is_given_is_not_built() -> None:
    image = "000000000000.dkr.ecr.us-east-1.amazonaws.com/stills-worker:42"

    stack = infrastructure_of("dev", {"WorkerImageUri": image})

    assert stack.resources == ("EmailFunction",)
    assert stack.deploy_options[-1] == image.removesuffix(":42")


def test_a_parameter_that_was_given_once_is_built_with_again(deployed: dict[str, Any]) -> None:
    up("dev", {"VideoDays": "7"})

    assert deployed["parameters"]["Architecture"] == "arm64"
    assert deployed["parameters"]["VideoDays"] == "7"
    assert deployed["parameters"]["Stage"] == "dev"


@pytest.mark.parametrize(("stage", "protected"), [("dev", False), ("prod", True)])
def test_the_stack_of_production_is_protected(
    deployed: dict[str, Any], stage: str, protected: bool
) -> None:
    up(stage, {})

    assert deployed["protected"] is protected


@pytest.mark.parametrize(
    ("sender", "sent_by"),
    [
        (Sender("a@stills.example", verified=True, sandbox=False), "ses"),
        (Sender("a@stills.example", verified=True, sandbox=True), "cognito"),
        (Sender("a@stills.example", verified=False, sandbox=False), "cognito"),
    ],
    ids=["ready", "sandbox", "unverified"],
)
def test_codes_are_sent_by_ses_once_it_sends_to_everyone(
    deployed: dict[str, Any], monkeypatch: pytest.MonkeyPatch, sender: Sender, sent_by: str
) -> None:
    monkeypatch.setattr(module.mail, "sender", lambda address: sender)

    up("dev", {})

    assert deployed["parameters"]["CodesSentBy"] == sent_by


def test_the_example_is_refused_as_a_sender_before_the_first_step(
    deployed: dict[str, Any],
) -> None:
    with pytest.raises(UsageError, match="SenderAddress is still the example"):
        up("dev", {"SenderAddress": "stills@example.com"})

    assert "stack" not in deployed["steps"]


@pytest.mark.parametrize(
    ("status", "address", "refused"),
    [
        (None, "a@stills.example", True),
        ("ROLLBACK_COMPLETE", "a@stills.example", True),
        ("CREATE_COMPLETE", "a@stills.example", False),
        ("CREATE_COMPLETE", "b@stills.example", True),
    ],
)
def test_a_sender_that_is_not_the_stages_own_is_refused_before_the_first_step(
    deployed: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    status: str | None,
    address: str,
    refused: bool,
) -> None:
    stack = status and Stack(status, PARAMETERS, {}, False)
    monkeypatch.setattr(infrastructure, "stack", lambda stage: stack)
    monkeypatch.setattr(module.infrastructure, "remove_failed_creation", lambda stage: None)
    monkeypatch.setattr(module.mail, "is_known", lambda address: True)

    if refused:
        with pytest.raises(UsageError, match=f"SES knows {address} already"):
            up("dev", {"SenderAddress": address})
    else:
        up("dev", {"SenderAddress": address})

    assert ("stack" in deployed["steps"]) is not refused


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(module.account, "is_aws", lambda: False)
    monkeypatch.setattr(module.account, "number", lambda: "000000000000")
    monkeypatch.setattr(module.account, "reachable", lambda url: "http://127.0.0.1:4566/api")


def test_an_emulator_may_keep_the_example(deployed: dict[str, Any], emulator: None) -> None:
    up("dev", {"SenderAddress": "stills@example.com"})

    assert "api" in deployed["steps"]


def test_an_emulator_needs_no_image_and_its_api_is_where_it_is_reached(
    deployed: dict[str, Any], emulator: None, capsys: pytest.CaptureFixture[str]
) -> None:
    up("dev", {})

    image = deployed["parameters"]["WorkerImageUri"]
    assert image == "000000000000.dkr.ecr.us-east-1.amazonaws.com/stills-worker:dev"
    assert deployed["parameters"]["Page"] == "no"
    assert "engine" not in deployed["steps"]
    assert capsys.readouterr().out.endswith("Deployed dev: http://127.0.0.1:4566/api\n")


def test_a_deployment_says_what_mail_and_quotas_still_need(
    deployed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    up("dev", {})

    said = capsys.readouterr().out
    assert "a@stills.example is verified" in said
    assert "the worker takes 5" in said
    assert said.endswith("Deployed dev: https://api.example\n")


def test_a_page_that_is_not_wanted_any_more_is_deleted_before_its_bucket(
    deployed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = deployed["steps"]
    monkeypatch.setattr(infrastructure, "outputs", lambda stage: {} if "stack" in steps else PAGE)
    monkeypatch.setattr(Page, "withdraw", lambda page: steps.append("withdraw"))

    up("dev", {"Page": "no"})

    assert steps == ["lock", "engine", "withdraw", "stack", "renew", "api", "unlock"]
