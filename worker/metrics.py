"""Metrics that alarms and the dashboard of template.yaml read, written to the log in CloudWatch's
embedded metric format."""

from aws_lambda_powertools import Metrics as Powertools
from aws_lambda_powertools.metrics import MetricUnit


class Metrics:
    def __init__(self, stage: str) -> None:
        self._metrics = Powertools(namespace=f"stills-{stage}", service="worker")

    def error_handled(self) -> None:
        """A message goes back to its queue, which Lambda does not count as an error."""
        self._metrics.add_metric("HandledErrors", MetricUnit.Count, 1)
        self._metrics.flush_metrics()
