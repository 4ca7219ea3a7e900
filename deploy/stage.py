"""Between the steps: the stack's outputs become the Chalice stage's environment and policies."""

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from deploy.adoption import STAGE_TAG
from deploy.tools import ROOT, DeploymentError


def project(directory: Path, stage: str, outputs: Mapping[str, str]) -> Path:
    """Makes a copy of `chalice_app/` of links, whose configuration contains the stage, so that a
    deployment writes into no file of the checkout. Returns it. Raises DeploymentError."""
    chalice_dir = directory / ".chalice"
    chalice_dir.mkdir(parents=True, exist_ok=True)
    _link(directory, (ROOT / "chalice_app").iterdir())
    _link(chalice_dir, [ROOT / ".chalice" / "policies"])
    shutil.copy(ROOT / ".chalice" / "config.json", chalice_dir)
    record(chalice_dir, stage, outputs)
    return directory


def _link(directory: Path, targets: Iterable[Path]) -> None:
    for link in directory.iterdir():
        if link.is_symlink():
            link.unlink()
    for target in targets:
        if target.name != ".chalice":
            (directory / target.name).symlink_to(target)


def record_file(directory: Path, stage: str) -> Path:
    """Where Chalice writes what it deployed from a project."""
    return directory / ".chalice" / "deployed" / f"{stage}.json"


def environment(outputs: Mapping[str, str]) -> dict[str, str]:
    """The outputs as environment variables: `VideosBucketName` becomes `VIDEOS_BUCKET_NAME`."""
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", key).upper(): outputs[key] for key in sorted(outputs)}


def record(chalice_dir: Path, stage: str, outputs: Mapping[str, str]) -> None:
    """Writes the stage into `config.json`, and one policy file for each function beside it.

    The policy of a function is `policies/<function>.json` with each `${OutputName}` replaced.
    Raises DeploymentError if a policy names an output that the stack does not have.
    """
    config_file = chalice_dir / "config.json"
    config: dict[str, Any] = json.loads(config_file.read_text())
    functions = {}
    for policy in sorted((chalice_dir / "policies").glob("*.json")):
        name = f"policy-{stage}-{policy.stem}.json"
        (chalice_dir / name).write_text(_render(policy, outputs))
        functions[policy.stem] = {"iam_policy_file": name}
    config.setdefault("stages", {})[stage] = {
        "environment_variables": environment(outputs),
        "tags": {STAGE_TAG: stage},
        "lambda_functions": functions,
    }
    config_file.write_text(json.dumps(config, indent=2) + "\n")


def _render(policy: Path, outputs: Mapping[str, str]) -> str:
    try:
        return Template(policy.read_text()).substitute(outputs)
    except KeyError as error:
        raise DeploymentError(
            f"{policy.name} names {error}, which is not an output of the stack"
        ) from None
