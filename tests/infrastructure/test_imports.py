"""Imports point inward: the library knows no service, and no service knows another."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.infrastructure.conftest import ROOT

AWS = {"aws_lambda_powertools", "boto3", "botocore"}
SERVICES = {"chalicelib", "notifications", "worker"}
TOOLS = {"bench", "deploy", "load", "local", "operate"}
MAY_NOT_IMPORT = {
    "stills": {"contracts", *AWS, *SERVICES, *TOOLS},
    "contracts": {"av", "cv2", "numpy", *AWS, *SERVICES, *TOOLS},
    "worker": {*SERVICES, *TOOLS} - {"worker"},
    "chalice_app": {"av", "cv2", "numpy", *SERVICES, *TOOLS} - {"chalicelib"},
    "email_fn": {"av", "cv2", "numpy", *SERVICES, *TOOLS} - {"notifications"},
    "deploy": {"bench", "contracts", "load", "local", "operate", "stills", *SERVICES},
    "load": {"bench", "contracts", "deploy", "operate", "stills", *SERVICES},
    "local": {"bench", "contracts", "load", "operate", *SERVICES},
    "bench": {"contracts", "deploy", "operate", *SERVICES},
    "operate": {"bench", "contracts", "stills", *SERVICES},
}


def imports(path: Path) -> Iterator[str]:
    """The modules that a module imports when it runs, by their full names."""
    pending: list[ast.AST] = [ast.parse(path.read_text())]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            pending += node.orelse
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            pending += ast.iter_child_nodes(node)


def modules(folder: str) -> list[Path]:
    """The modules of a folder. Those that are links belong to another."""
    every = (ROOT / folder).rglob("*.py")
    return sorted(path for path in every if path.resolve() == path)


@pytest.mark.parametrize("folder", MAY_NOT_IMPORT)
def test_a_folder_imports_only_what_is_further_inside(folder: str) -> None:
    paths = modules(folder)
    assert paths

    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in paths
        for name in imports(path)
        if name.partition(".")[0] in MAY_NOT_IMPORT[folder]
    }

    assert found == set()


def test_the_packages_of_the_library_do_not_import_each_other_in_circles() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules("stills"):
        package = path.relative_to(ROOT / "stills").with_suffix("").parts[0]
        imported = {name.split(".")[1] for name in imports(path) if name.startswith("stills.")}
        graph.setdefault(package, set()).update(imported - {package})

    TopologicalSorter(graph).prepare()  # raises CycleError
