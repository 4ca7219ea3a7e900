"""Metrics that alarms and the dashboard of template.yaml read, written to the log in CloudWatch's
embedded metric format."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools import Metrics as Powertools


def namespace_of(stage: str) -> str:
    return f"stills-{stage}"


class ServiceMetrics:
    """What every service counts. `powertools` has the namespace of the stage and the service."""

    def __init__(self, powertools: "Powertools") -> None:
        self._powertools = powertools

    def error_handled(self) -> None:
        """A message goes back to its queue, or a request was answered with a 5xx status. Lambda's
        own metrics count an invocation as an error only if it raised."""
        self.write("HandledErrors", 1)

    def write(self, name: str, value: float, unit: str = "Count") -> None:
        self._powertools.add_metric(name, unit, value)
        self._powertools.flush_metrics()
