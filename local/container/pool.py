"""Runs the invocations of the runner in execution environments, which are used again."""

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx

from local.container.environment import ExecutionEnvironment, execution_environment
from local.container.image import Image
from local.runner.invocation import Invocation, InvocationError

Configuration = tuple[int, int, frozenset[tuple[str, str]]]
"""Memory in MB, timeout in seconds, environment variables."""


@dataclass(frozen=True)
class _Started:
    configuration: Configuration
    environment: ExecutionEnvironment
    resources: ExitStack


class Pool:
    """The environments of one image: one for each invocation that runs at the same time, as on
    Lambda. A change of the function's configuration replaces them."""

    def __init__(self, image: Image, environment: Mapping[str, str]) -> None:
        """`environment` is what every function's environment contains."""
        self._image = image
        self._environment = environment
        self._idle: list[_Started] = []
        self._lock = threading.Lock()

    def invoke(self, invocation: Invocation) -> Any:
        """Returns the handler's result. Raises InvocationError."""
        memory, name = invocation.context.memory_limit_in_mb, invocation.context.function_name
        variables = {**self._environment, **invocation.environment}
        variables["AWS_LAMBDA_FUNCTION_NAME"] = name
        configuration = (memory, invocation.timeout, frozenset(variables.items()))
        started = self._take(configuration) or self._start(configuration)
        try:
            result = started.environment.invoke(invocation.event)
        except InvocationError:
            self._give_back(started)
            raise
        except httpx.HTTPError as error:
            started.resources.close()
            raise InvocationError("Runtime.ExitError", str(error)) from error
        self._give_back(started)
        return result

    def close(self) -> None:
        """Ends the environments that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for started in idle:
            started.resources.close()

    def _start(self, configuration: Configuration) -> _Started:
        memory, timeout, variables = configuration
        resources = ExitStack()
        environment = resources.enter_context(
            execution_environment(self._image, dict(variables), memory=memory, timeout=timeout)
        )
        return _Started(configuration, environment, resources)

    def _take(self, configuration: Configuration) -> _Started | None:
        with self._lock:
            outdated = [each for each in self._idle if each.configuration != configuration]
            self._idle = [each for each in self._idle if each.configuration == configuration]
            taken = self._idle.pop() if self._idle else None
        for each in outdated:
            each.resources.close()
        return taken

    def _give_back(self, started: _Started) -> None:
        with self._lock:
            self._idle.append(started)
