"""Starts the emulator: checks MiniStack's version, patches it, and serves until SIGTERM."""

import os
import sys
from importlib.metadata import PackageNotFoundError, version

MINISTACK = "1.5.33"


def check_version() -> None:
    """Exits with a message unless the installed MiniStack is the version that the patches need."""
    try:
        installed = version("ministack")
    except PackageNotFoundError:
        sys.exit(f"MiniStack is not installed: the emulator needs ministack=={MINISTACK}")
    if installed != MINISTACK:
        sys.exit(
            f"MiniStack {installed} is installed, but the emulator patches the internals of "
            f"{MINISTACK}: install requirements/emulator.txt, or adapt local/emulator"
        )


def main() -> None:
    check_version()
    from ministack import app  # reads the environment when it is imported

    from local import lifeline
    from local.emulator import functions, persistence, policies, rest_api

    rest_api.serve_import_and_put()
    rest_api.keep_mock_integrations()
    rest_api.send_bytes_without_accept()
    rest_api.accept_only_id_tokens()
    functions.run_image_functions(os.environ["STILLS_RUNNER_URL"])
    functions.activate_at_once()
    functions.count_concurrency_in_numbers()
    functions.skip_foreign_binaries()
    functions.deliver_notifications_as_aws_does()
    policies.treat_connections_as_tls()
    policies.evaluate_the_sender_of_mail()
    persistence.release_messages_after_a_restart()
    persistence.move_queues_to_this_port()
    persistence.checkpoint(seconds=float(os.environ.get("STILLS_CHECKPOINT_SECONDS", "5")))
    lifeline.follow_parent()
    app.main()


if __name__ == "__main__":
    main()
