"""The committed infrastructure, read as data."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.decode import cfn_yaml

if TYPE_CHECKING:
    from tests.infrastructure.call_graph import CallGraph

ROOT = Path(__file__).parents[2]


class Template:
    """template.yaml, with its intrinsic functions in the long form (`{"Ref": ...}`)."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.resources: dict[str, dict[str, Any]] = document["Resources"]
        self.parameters: dict[str, dict[str, Any]] = document["Parameters"]
        self.outputs: dict[str, dict[str, Any]] = document["Outputs"]

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of every resource of a type, by logical name."""
        return {
            name: resource["Properties"]
            for name, resource in self.resources.items()
            if resource["Type"] == kind
        }


@pytest.fixture(scope="session")
def template() -> Template:
    return Template(json.loads(json.dumps(cfn_yaml.load(str(ROOT / "template.yaml")))))


@pytest.fixture(scope="session")
def chalice_config() -> dict[str, Any]:
    config: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
    return config


@pytest.fixture(scope="session")
def graph() -> "CallGraph":
    """It takes a minute to build."""
    from tests.infrastructure.call_graph import CallGraph  # it imports this module

    return CallGraph(except_by=["chalicelib.videos.effects._PERFORM"])
