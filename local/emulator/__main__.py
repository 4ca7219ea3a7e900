"""Starts the emulator: checks MiniStack's version, mends it, serves until SIGTERM."""

import os
import sys
from importlib.metadata import PackageNotFoundError, version

MINISTACK = "1.5.33"


def check_version() -> None:
    """Exits with a message unless exactly the MiniStack that the patches were written for is
    installed."""
    try:
        installed = version("ministack")
    except PackageNotFoundError:
        sys.exit(f"MiniStack is not installed: the emulator needs ministack=={MINISTACK}")
    if installed != MINISTACK:
        sys.exit(
            f"MiniStack {installed} is installed, but the emulator patches the internals of "
            f"{MINISTACK}: install requirements/emulator.txt, or review local/emulator"
        )


def main() -> None:
    check_version()
    from ministack import app  # reads the environment when imported

    from local import lifeline
    from local.emulator import functions, persistence, policies, rest_api

    rest_api.serve_import_and_put()
    rest_api.keep_mock_integrations()
    rest_api.send_bytes_to_who_asks_for_nothing()
    functions.proxy_image_functions(os.environ["STILLS_RUNNER_URL"])
    functions.activate_at_once()
    functions.count_concurrency_in_numbers()
    functions.skip_foreign_binaries()
    functions.deliver_notifications_as_aws_does()
    policies.take_the_connection_for_tls()
    policies.know_who_sends_mail()
    persistence.hand_out_again_after_a_restart()
    persistence.find_queues_at_another_port()
    persistence.checkpoint(seconds=float(os.environ.get("STILLS_CHECKPOINT_SECONDS", "5")))
    lifeline.follow_parent()
    app.main()


if __name__ == "__main__":
    main()
