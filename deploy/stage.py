"""Between the steps: the stack's outputs become the Chalice stage's environment and policies."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from deploy.tools import DeploymentError


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


def forget(chalice_dir: Path, stage: str) -> None:
    """Removes all that `record` and Chalice wrote for the stage: its entry in `config.json`, its
    policies and Chalice's record of the deployment."""
    config_file = chalice_dir / "config.json"
    config: dict[str, Any] = json.loads(config_file.read_text())
    config.get("stages", {}).pop(stage, None)
    if not config.get("stages"):
        config.pop("stages", None)
    config_file.write_text(json.dumps(config, indent=2) + "\n")
    for policy in chalice_dir.glob(f"policy-{stage}-*.json"):
        policy.unlink()
    (chalice_dir / "deployed" / f"{stage}.json").unlink(missing_ok=True)
