"""An invocation's log starts without anything of the previous one."""

import io
import json

import pytest

from chalicelib.log import logger, start_invocation


def test_only_the_request_id_is_on_the_first_line_of_an_invocation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", log)
    start_invocation("first")
    logger.append_keys(video_id="of the first")

    start_invocation("second")
    logger.info("A line")

    line = json.loads(log.getvalue())
    assert line["request_id"] == "second"
    assert line["service"] == "api"
    assert "video_id" not in line
