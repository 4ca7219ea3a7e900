"""What the API counts and measures."""

from aws_lambda_powertools import Metrics as Powertools

from contracts.metrics import ServiceMetrics, namespace_of


class Metrics(ServiceMetrics):
    def __init__(self, stage: str) -> None:
        super().__init__(Powertools(namespace=namespace_of(stage), service="api"))

    def extraction_completed(self, seconds: float) -> None:
        """`seconds` since the upload, or since the user asked for another extraction."""
        self.write("UploadToArchive", seconds, "Seconds")

    def turn_taken(self, seconds: float) -> None:
        """`seconds` since a completed extraction had its turn: what the service needed, without
        what its owner's other extractions did."""
        self.write("TurnToArchive", seconds, "Seconds")

    def extraction_failed(self) -> None:
        self.write("FailedExtractions", 1)
