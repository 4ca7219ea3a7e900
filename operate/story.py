"""One video's way through all functions, from their logs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from rich.console import Console
from rich.text import Text

from deploy.tools import DeploymentError, UsageError
from operate.deployment import Deployment
from operate.events import Line, lines

SHOWN_APART = {
    "timestamp",
    "level",
    "message",
    "video_id",
    "service",
    "exception",
    "exception_name",
}
OF_THE_PLATFORM = {"location", "cold_start", "xray_trace_id", "stack_trace", "sampling_rate"}
STYLES = {"ERROR": "red", "CRITICAL": "red", "WARNING": "yellow"}


def show_story(deployment: Deployment, video_id: str, console: Console) -> None:
    """Prints each line about the video, in the order of time. Raises UsageError if it is no id, and
    DeploymentError if no function has logged anything about it."""
    story = lines(deployment, f'"{_checked(video_id)}"', _made_at(video_id))
    if not story:
        raise DeploymentError(
            f"no function of {deployment.stage} has logged anything about {video_id}; "
            "logs are kept for 30 days"
        )
    for line in story:
        console.print(_shown(line))
        if exception := line.fields.get("exception"):
            console.print(Text(_indented(str(exception)), style="dim"))


def _checked(video_id: str) -> str:
    try:
        UUID(video_id)
    except ValueError:
        raise UsageError(f"VIDEO={video_id} is not the id of a video") from None
    return video_id


def _made_at(video_id: str) -> datetime:
    """The time in the id, which is a UUIDv7; a little earlier, since clocks differ."""
    seconds = (UUID(video_id).int >> 80) / 1000
    return datetime.fromtimestamp(seconds, UTC) - timedelta(minutes=5)


def _shown(line: Line) -> Text:
    function = f"{line.function:<12}"
    text = Text.assemble(
        (f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z  ", "dim"),
        (function, "cyan"),
        (f"  {line.level:<7}  ", STYLES.get(line.level, "")),
        line.message,
    )
    details = [
        f"{name}={value}"
        for name, value in line.fields.items()
        if name not in SHOWN_APART | OF_THE_PLATFORM and not name.startswith("function_")
    ]
    return text.append("  " + " ".join(details), "dim") if details else text


def _indented(text: str) -> str:
    return "\n".join(f"    {each}" for each in text.splitlines())
