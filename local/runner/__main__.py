"""`python -m local.runner SOCKET HANDLER` serves on the inherited file descriptor SOCKET."""

import argparse
from socket import socket

import boto3

from local import lifeline
from local.runner.server import Configuration, Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.runner")
    parser.add_argument("socket", type=int)
    parser.add_argument("handler", help="module.function")
    arguments = parser.parse_args()
    functions = boto3.client("lambda")

    def configuration_of(name: str) -> Configuration:
        return functions.get_function_configuration(FunctionName=name)

    lifeline.follow_parent()
    with socket(fileno=arguments.socket) as listener:
        Server(listener, arguments.handler, configuration_of).serve_forever()


if __name__ == "__main__":
    main()
