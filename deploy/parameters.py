"""The parameters of a deployment, checked before the long work begins."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from deploy.tools import ROOT, UsageError

TEMPLATE = ROOT / "template.yaml"
SET_BY_MAKE = {"Stage": "STAGE=name", "PythonVersion": "PYTHON_VERSION=3.13"}
"""Parameters that follow from a variable of the Makefile."""

SET_BY_DEPLOYMENT = {"ApiDomain"}
"""Parameters that follow from what was deployed."""

NOT_KEPT = {*SET_BY_MAKE, "WorkerImageUri", "CodesSentBy"}
"""Parameters whose value is good for one deployment."""


NAMES_OF_FUNCTIONS = ("uploads", "results", "sweep", "worker", "email")
"""They may not end a stage's name. The function of the routes is called `stills-<stage>`."""


def check_stage(stage: str, template: Path = TEMPLATE) -> None:
    """Raises UsageError unless the template allows the name, and no function of another stage has
    it: the routes of a stage `dev-sweep` would replace the sweep of `dev`."""
    _check_value("STAGE", stage, _declared(template)["Stage"])
    for name in NAMES_OF_FUNCTIONS:
        if stage.endswith(f"-{name}"):
            other = stage.removesuffix(f"-{name}")
            raise UsageError(f"STAGE must not be {stage!r}: {other!r} may have a function {name!r}")


def parse(arguments: Iterable[str], template: Path = TEMPLATE) -> dict[str, str]:
    """Reads `Name=value` arguments. Raises UsageError, which names the argument, for one that the
    template does not take."""
    declared = _declared(template)
    parameters: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not (name and equals):
            raise UsageError(
                f"PARAMETERS: {argument!r} is not of the form Name=value; "
                "a value with spaces needs quotes: PARAMETERS=\"Name='two words'\""
            )
        if name in SET_BY_MAKE:
            raise UsageError(f"PARAMETERS: set {name} with {SET_BY_MAKE[name]} instead")
        if name in SET_BY_DEPLOYMENT:
            raise UsageError(f"PARAMETERS: the deployment sets {name} itself")
        if name not in declared:
            known = ", ".join(sorted(declared.keys() - SET_BY_MAKE.keys() - SET_BY_DEPLOYMENT))
            raise UsageError(f"PARAMETERS: there is no parameter {name!r}; there are {known}")
        if name in parameters:
            raise UsageError(f"PARAMETERS: {name} is given twice")
        _check_value(f"PARAMETERS: {name}", value, declared[name])
        parameters[name] = value
    return parameters


def kept(deployed: Mapping[str, str], template: Path = TEMPLATE) -> dict[str, str]:
    """What a deployed stack's parameters give to its next deployment. Raises UsageError, which
    names the parameter, for a value that the template no longer takes."""
    declared = _declared(template)
    parameters = {
        name: value for name, value in deployed.items() if name in declared and name not in NOT_KEPT
    }
    for name, value in parameters.items():
        _check_value(f"PARAMETERS: {name}, as deployed before,", value, declared[name])
    return parameters


def default(name: str, template: Path = TEMPLATE) -> str:
    """The template's default of a parameter."""
    return str(_declared(template)[name]["Default"])


def is_protected(stage: str, values: Mapping[str, str]) -> bool:
    """Whether the template protects the stage's data, as its condition `IsProtected` says."""
    protect = values.get("ProtectData", "auto")
    return protect == "yes" or (protect == "auto" and stage == "prod")


def _check_value(what: str, value: str, declared: Mapping[str, Any]) -> None:
    allowed = declared.get("AllowedValues")
    if allowed and value not in allowed:
        raise UsageError(f"{what} must be one of {', '.join(allowed)}, not {value!r}")
    pattern = declared.get("AllowedPattern")
    if pattern and not re.fullmatch(pattern, value):
        raise UsageError(f"{what} must be {declared['ConstraintDescription']}, not {value!r}")
    if declared["Type"] == "Number":
        least, most = declared.get("MinValue", 0), declared.get("MaxValue")
        if not value.isdecimal() or int(value) < least or (most and int(value) > most):
            limits = f"from {least} to {most}" if most else f"of {least} or more"
            raise UsageError(f"{what} must be a whole number {limits}, not {value!r}")


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's YAML; its functions (`!Ref` and others) become None."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def _declared(template: Path) -> dict[str, dict[str, Any]]:
    """The template's parameters by name."""
    document = yaml.load(template.read_text(), _Loader)  # noqa: S506 - a SafeLoader
    parameters: dict[str, dict[str, Any]] = document["Parameters"]
    return parameters
