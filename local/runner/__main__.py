"""`python -m local.runner SOCKET HANDLER` serves on the inherited file descriptor SOCKET."""

import argparse
import os
from functools import partial
from socket import socket

from local import lifeline
from local.container import image
from local.container.pool import Pool
from local.runner import host
from local.runner.server import Invoke, Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.runner")
    parser.add_argument("socket", type=int)
    parser.add_argument("handler", help="module.function")
    parser.add_argument("--image", action="store_true", help="run the image that was built")
    arguments = parser.parse_args()
    lifeline.follow_parent()
    with socket(fileno=arguments.socket) as listener:
        Server(listener, _invoke(arguments)).serve_forever()


def _invoke(arguments: argparse.Namespace) -> Invoke:
    if not arguments.image:
        return partial(host.invoke, arguments.handler)
    of_every_function = {name: os.environ[name] for name in os.environ if name.startswith("AWS_")}
    return Pool(image.built(), of_every_function).invoke


if __name__ == "__main__":
    main()
