"""Patches of CloudWatch."""

from typing import Any

from ministack.services.cloudformation import provisioners


def accept_expressions() -> None:
    """MiniStack's CloudFormation refuses an alarm on an expression over metrics. Now it creates the
    alarm on the first of the metrics."""
    upstream = provisioners._cw_metric_alarm_record

    def record(name: str, properties: dict[str, Any]) -> Any:
        for query in properties.get("Metrics") or []:
            if "MetricStat" in query:
                metric = query["MetricStat"]
                first = {
                    **metric["Metric"],
                    "Statistic": metric["Stat"],
                    "Period": metric["Period"],
                }
                return upstream(name, {**properties, **first, "Metrics": None})
        return upstream(name, properties)

    provisioners._cw_metric_alarm_record = record
