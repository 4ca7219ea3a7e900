"""The HTTP server of the runner: the emulator POSTs an invocation and reads the JSON answer."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from local.runner.invocation import Invocation, InvocationError

Invoke = Callable[[Invocation], Any]
"""Runs an invocation and returns the handler's result. Raises InvocationError."""


class Server(ThreadingHTTPServer):
    """Serves invocations on a listening socket, each in its own thread."""

    daemon_threads = True

    def __init__(self, listener: socket, invoke: Invoke) -> None:
        super().__init__(listener.getsockname(), _Request, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.invoke = invoke


class _Request(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        if "Origin" in self.headers or self.headers["Host"] != self._address():
            self._answer(403, {"message": "Only the emulator invokes the worker."})
            return
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            self._answer(200, self.server.invoke(Invocation.from_request(request)))
        except InvocationError as error:
            self._answer(500, {"errorType": error.error_type, "errorMessage": str(error)})

    def _address(self) -> str:
        return "{}:{}".format(*self.server.server_address)

    def _answer(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
