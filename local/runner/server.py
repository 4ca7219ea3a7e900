"""The HTTP server of the runner: MiniStack POSTs an event and reads the JSON answer."""

import json
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from local.runner.invocation import Context, InvocationError, invoke

Configuration = Mapping[str, Any]
"""A function's configuration, as Lambda's GetFunctionConfiguration returns it."""


class Server(ThreadingHTTPServer):
    """Serves invocations of `handler` on a listening socket, each in its own thread."""

    daemon_threads = True

    def __init__(
        self, listener: socket, handler: str, configuration_of: Callable[[str], Configuration]
    ) -> None:
        super().__init__(listener.getsockname(), _Request, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.handler = handler
        self.configuration_of = configuration_of

    def run(self, event: Any, headers: Mapping[str, str]) -> Any:
        """Invokes the handler and returns its result. Reads the function's configuration each time,
        since a deployment may have changed it. Raises InvocationError."""
        function = self.configuration_of(headers["X-Amzn-Lambda-Function-Name"])
        context = Context(
            function_name=function["FunctionName"],
            invoked_function_arn=headers["X-Amzn-Lambda-Function-Arn"],
            memory_limit_in_mb=function["MemorySize"],
            aws_request_id=headers["X-Amzn-Lambda-Request-Id"],
            deadline_ms=int(headers["X-Amzn-Lambda-Deadline-Ms"]),
        )
        environment = function.get("Environment", {}).get("Variables", {})
        return invoke(self.handler, event, context, environment, function["Timeout"])


class _Request(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            self._answer(200, self.server.run(event, dict(self.headers)))
        except InvocationError as error:
            self._answer(500, {"errorType": error.error_type, "errorMessage": str(error)})

    def _answer(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
