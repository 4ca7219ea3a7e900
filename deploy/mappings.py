"""The event source mappings of the functions behind queues."""

import time

import boto3

from deploy.tools import DeploymentError

SETTLED = ("Enabled", "Disabled")
"""Lambda refuses to change a mapping in any other state with ResourceInUseException."""

SETTLING_SECONDS, POLL_SECONDS = 300.0, 2.0


def report_each_failure(uuid: str) -> None:
    """Lets the function behind the mapping report each failed message separately, which Chalice
    cannot. Raises DeploymentError if the mapping is still being changed after SETTLING_SECONDS."""
    functions = boto3.client("lambda")
    deadline = time.monotonic() + SETTLING_SECONDS
    while True:
        state = functions.get_event_source_mapping(UUID=uuid)["State"]
        if state in SETTLED:
            try:
                functions.update_event_source_mapping(
                    UUID=uuid, FunctionResponseTypes=["ReportBatchItemFailures"]
                )
            except functions.exceptions.ResourceInUseException:
                state = "in use"
            else:
                return
        if time.monotonic() > deadline:
            raise DeploymentError(f"the event source mapping {uuid} is still {state}; deploy again")
        time.sleep(POLL_SECONDS)
