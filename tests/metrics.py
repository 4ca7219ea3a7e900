"""What a function writes for CloudWatch's metrics, and something to count."""

import json
from typing import Any, NoReturn


def no_services() -> NoReturn:
    """Stands for the `services` of a function that cannot be made."""
    raise RuntimeError("no services")


def written(output: str) -> list[tuple[str, str, str, float]]:
    """Namespace, service, name and value of each metric in what was printed, in order."""
    documents = [json.loads(line) for line in output.splitlines() if '"_aws"' in line]
    return [
        (directive["Namespace"], document["service"], metric["Name"], _value(document, metric))
        for document in documents
        for directive in document["_aws"]["CloudWatchMetrics"]
        for metric in directive["Metrics"]
        if directive["Dimensions"] == [["service"]]
    ]


def _value(document: dict[str, Any], metric: dict[str, Any]) -> float:
    [value] = document[metric["Name"]]
    return float(value)
