"""Metrics that alarms and the dashboard of template.yaml read, written to the log in CloudWatch's
embedded metric format."""

from aws_lambda_powertools import Metrics as Powertools
from aws_lambda_powertools.metrics import MetricUnit


class Metrics:
    """Lambda's own metrics count an invocation as an error only if it raised."""

    def __init__(self, stage: str) -> None:
        self._metrics = Powertools(namespace=f"stills-{stage}", service="api")

    def error_handled(self) -> None:
        """A request was answered with a 5xx status, or a message goes back to its queue."""
        self._write("HandledErrors", MetricUnit.Count, 1)

    def extraction_completed(self, seconds: float) -> None:
        """`seconds` since the upload, or since the user asked for another extraction."""
        self._write("UploadToArchive", MetricUnit.Seconds, seconds)

    def turn_taken(self, seconds: float) -> None:
        """`seconds` since a completed extraction had its turn: what the service needed, without
        what its owner's other extractions did."""
        self._write("TurnToArchive", MetricUnit.Seconds, seconds)

    def extraction_failed(self) -> None:
        self._write("FailedExtractions", MetricUnit.Count, 1)

    def _write(self, name: str, unit: MetricUnit, value: float) -> None:
        self._metrics.add_metric(name, unit, value)
        self._metrics.flush_metrics()
