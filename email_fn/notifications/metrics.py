"""What the e-mail function counts."""

from aws_lambda_powertools import Metrics as Powertools

from contracts.metrics import ServiceMetrics, namespace_of


class Metrics(ServiceMetrics):
    def __init__(self, stage: str) -> None:
        super().__init__(Powertools(namespace=namespace_of(stage), service="email"))

    def sent(self) -> None:
        self.write("EmailsSent", 1)
