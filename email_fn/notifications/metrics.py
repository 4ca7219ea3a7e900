"""Metrics that alarms and the dashboard of template.yaml read, written to the log in CloudWatch's
embedded metric format."""

from aws_lambda_powertools import Metrics as Powertools
from aws_lambda_powertools.metrics import MetricUnit


class Metrics:
    def __init__(self, stage: str) -> None:
        self._metrics = Powertools(namespace=f"stills-{stage}", service="email")

    def sent(self) -> None:
        self._count("EmailsSent")

    def error_handled(self) -> None:
        """An e-mail was not sent. Lambda runs its event again."""
        self._count("HandledErrors")

    def _count(self, name: str) -> None:
        self._metrics.add_metric(name, MetricUnit.Count, 1)
        self._metrics.flush_metrics()
