"""An invocation of a function, as the emulator sends it to the runner."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Context:
    """The Lambda context that a handler receives. `deadline_ms` is in Unix milliseconds."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    aws_request_id: str
    deadline_ms: int
    function_version: str = "$LATEST"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, self.deadline_ms - int(time.time() * 1000))


@dataclass(frozen=True)
class Invocation:
    """`environment` contains the variables of the function and the credentials of its role.
    `timeout` is the function's, in seconds."""

    event: Any
    context: Context
    environment: Mapping[str, str]
    timeout: int

    @classmethod
    def from_request(cls, request: Mapping[str, Any]) -> "Invocation":
        """Reads what local.emulator.functions sends: a function's configuration, as Lambda's
        GetFunctionConfiguration returns it, beside the event. Raises KeyError."""
        function = request["function"]
        context = Context(
            function_name=function["FunctionName"],
            invoked_function_arn=function["FunctionArn"],
            memory_limit_in_mb=function["MemorySize"],
            aws_request_id=request["request_id"],
            deadline_ms=request["deadline_ms"],
        )
        variables = function.get("Environment", {}).get("Variables", {})
        environment = {**variables, **request["credentials"]}
        return cls(request["event"], context, environment, function["Timeout"])


class InvocationError(Exception):
    """A failed invocation, as Lambda reports it: the handler raised, exited or timed out."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
