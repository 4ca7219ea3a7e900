"""Starts the emulator: checks MiniStack's version, patches it, and serves until SIGTERM."""

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

MINISTACK = "1.5.33"
PROCESSES_OF_A_FUNCTION = 8


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
    os.umask(0o077)  # the state contains passwords and keys
    from ministack import app  # reads the environment when it is imported
    from ministack.core.router import detect_service

    from local import lifeline
    from local.emulator import (
        alarms,
        distribution,
        events,
        functions,
        limits,
        persistence,
        policies,
        rest_api,
    )
    from local.emulator.guard import Guard
    from local.emulator.page import Page

    rest_api.serve_import_and_put()
    rest_api.keep_mock_integrations()
    rest_api.send_bytes_without_accept()
    rest_api.accept_only_id_tokens()
    functions.run_image_functions(
        os.environ["STILLS_RUNNER_URL"], Path(os.environ["STILLS_RUNNER_LOG"])
    )
    functions.activate_at_once()
    functions.count_concurrency_in_numbers()
    functions.skip_foreign_binaries()
    functions.deliver_notifications_as_aws_does()
    functions.queue_invocations(PROCESSES_OF_A_FUNCTION)
    limits.refuse_small_parts()
    limits.refuse_large_answers()
    limits.refuse_large_requests()
    limits.let_mappings_settle()
    events.keep_until_handled(Path(os.environ["STATE_DIR"]) / "events")
    alarms.accept_expressions()
    policies.treat_connections_as_tls()
    policies.evaluate_the_sender_of_mail()
    persistence.release_messages_after_a_restart()
    persistence.move_queues_to_this_port()
    persistence.checkpoint(seconds=float(os.environ.get("STILLS_CHECKPOINT_SECONDS", "5")))
    distribution.reach_the_api()
    port, page_port = int(os.environ["GATEWAY_PORT"]), int(os.environ["STILLS_PAGE_PORT"])
    origins = os.environ["STILLS_ORIGINS"].split(",")
    distribution.listen(f"127.0.0.1:{page_port}")
    app.app = Page(
        Guard(app.app, port, origins, detect_service),
        distribution.view,
        port=page_port,
        emulator_url=f"http://127.0.0.1:{port}",
        origins=origins,
    )
    lifeline.follow_parent()
    app.main()


if __name__ == "__main__":
    main()
