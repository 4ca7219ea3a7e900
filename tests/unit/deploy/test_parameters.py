"""A wrong parameter is refused before the long work begins, in a line that names it."""

import pytest

from deploy import parameters
from deploy.tools import UsageError


def test_parameters_are_read_by_name() -> None:
    given = ["SenderAddress=stills@example.org", "WorkerMemory=1769", "AlarmAddress="]

    assert parameters.parse(given) == {
        "SenderAddress": "stills@example.org",
        "WorkerMemory": "1769",
        "AlarmAddress": "",
    }


def test_a_value_may_contain_spaces_and_equals_signs() -> None:
    value = "https://a.example, https://b.example/?x=y"

    assert parameters.parse([f"AllowedOrigins={value}"]) == {"AllowedOrigins": value}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x"], r"'x' is not of the form Name=value"),
        (["AllowedOrigins=a,", "b"], r"'b' is not of the form .* a value with spaces needs quotes"),
        (["=x"], r"'=x' is not of the form Name=value"),
        (["Sender=a@b.example"], r"no parameter 'Sender'; there are AlarmAddress, .*SenderAddress"),
        (["AlarmAddress=a@b.example", "AlarmAddress="], r"AlarmAddress is given twice"),
        (["SenderAddress=nobody"], r"SenderAddress must be an e-mail address, not 'nobody'"),
        (["Architecture=arm"], r"Architecture must be one of x86_64, arm64, not 'arm'"),
        (["WorkerMemory=lots"], r"WorkerMemory must be a whole number from 512 to 10240"),
        (["WorkerMemory=128"], r"WorkerMemory must be a whole number from 512 to 10240"),
        (["VideoDays=0"], r"VideoDays must be a whole number of 1 or more, not '0'"),
        (["Page=maybe"], r"Page must be one of yes, no, not 'maybe'"),
        (["PageUrl=https://a.example/"], r"PageUrl must be an address .* without a slash"),
        (["PageUrl=stills.example.com"], r"PageUrl must be an address"),
        (["PageUrl=https://Stills.example.com"], r"PageUrl must be an address .* in lower case"),
        (["PageUrl=https://stills.example.com?a=1"], r"PageUrl must be an address"),
        (["PageCertificateArn=arn:aws:acm:eu-west-1:1:certificate/a"], r"certificate in us-east-1"),
        (["ApiDomain=abc.example"], r"the deployment sets ApiDomain itself"),
        (["Stage=prod"], r"set Stage with STAGE=name instead"),
        (["PythonVersion=3.12"], r"set PythonVersion with PYTHON_VERSION=3\.13 instead"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=rf"^PARAMETERS: .*{message}"):
        parameters.parse(arguments)


@pytest.mark.parametrize("stage", ["dev", "prod", "feature-42"])
def test_a_stage_is_a_lowercase_name(stage: str) -> None:
    parameters.check_stage(stage)


@pytest.mark.parametrize("stage", ["", "Dev", "my stage", "9lives", "../prod", "dev\n", "a" * 21])
def test_another_name_of_a_stage_is_refused_in_plain_words(stage: str) -> None:
    with pytest.raises(UsageError, match=r"^STAGE must be at most 20 lowercase letters"):
        parameters.check_stage(stage)


def test_parameters_of_the_last_deployment_are_kept() -> None:
    deployed = {"Architecture": "arm64", "AlarmAddress": "", "Stage": "dev"}

    assert parameters.kept(deployed) == {"Architecture": "arm64", "AlarmAddress": ""}


def test_what_is_good_for_one_deployment_is_not_kept() -> None:
    deployed = {"PythonVersion": "3.11", "WorkerImageUri": "registry/worker:1", "Removed": "1"}

    assert parameters.kept(deployed) == {}


def test_a_kept_value_that_the_template_no_longer_takes_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"WorkerMemory, as deployed before, must be"):
        parameters.kept({"WorkerMemory": "128"})


@pytest.mark.parametrize(
    ("stage", "values", "protected"),
    [
        ("prod", {}, True),
        ("dev", {}, False),
        ("dev", {"ProtectData": "yes"}, True),
        ("prod", {"ProtectData": "no"}, False),
    ],
)
def test_production_is_protected_unless_a_parameter_says_otherwise(
    stage: str, values: dict[str, str], protected: bool
) -> None:
    assert parameters.is_protected(stage, values) is protected


@pytest.mark.parametrize("stage", ["dev-uploads", "a-b-sweep", "dev-worker", "dev-email"])
def test_a_stage_whose_api_would_have_the_name_of_anothers_function_is_refused(stage: str) -> None:
    with pytest.raises(UsageError, match="may have a function"):
        parameters.check_stage(stage)
