import json
import re
from pathlib import Path

import pytest

from stills.planning import pricing
from tests.infrastructure.conftest import ROOT, Template


def test_one_parameter_chooses_the_runtime_of_functions_and_image(template: Template) -> None:
    email, worker = template.resources["EmailFunction"], template.resources["WorkerFunction"]
    assert email["Properties"]["Runtime"] == {"Fn::Sub": "python${PythonVersion}"}
    assert worker["Metadata"]["DockerBuildArgs"] == {"PYTHON_VERSION": {"Ref": "PythonVersion"}}
    assert (ROOT / worker["Metadata"]["Dockerfile"]).is_file()


@pytest.mark.parametrize(
    ("function", "settings"),
    [("WorkerFunction", "worker"), ("EmailFunction", "email_fn/notifications")],
)
def test_a_function_receives_the_variables_that_it_reads(
    template: Template, function: str, settings: str
) -> None:
    given = template.resources[function]["Properties"]["Environment"]["Variables"]
    read = variables_read_by(ROOT / settings / "settings.py")
    assert set(given) == {name for name in read if not name.startswith("AWS_")}  # Lambda's own


def test_plans_assume_the_worker_of_the_template(template: Template) -> None:
    worker = template.resources["WorkerFunction"]["Properties"]
    assert worker["Timeout"] == pricing.MAX_SECONDS
    assert worker["MemorySize"] == template.outputs["WorkerMemory"]["Value"]
    assert worker["MemorySize"] == {"Ref": "WorkerMemory"}
    assert template.parameters["WorkerMemory"]["Default"] == pricing.DEFAULT_MEMORY_MB


def test_the_api_receives_the_variables_that_it_reads(template: Template) -> None:
    given = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper() for name in template.outputs}
    read = variables_read_by(ROOT / "chalice_app" / "chalicelib" / "settings.py")
    assert read
    assert read <= given


def variables_read_by(settings: Path) -> set[str]:
    return set(re.findall(r'env(?:iron)?\["([A-Z_]+)"\]', settings.read_text()))


def test_the_api_answers_before_api_gateway_gives_up() -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())

    assert config["lambda_functions"]["api_handler"]["lambda_timeout"] <= 29
