"""What can go wrong between the command and the service, with the exit status of each."""

from typing import Any, ClassVar

from stills.errors import StillsError


class ServiceError(StillsError):
    """The service refused a request. `code` is that of its answer."""

    code = "refused"
    reason = "The service refused the request."
    exit_status: ClassVar[int] = 2

    def __init__(self, problem: dict[str, Any], status: int) -> None:
        self.status = status
        self.code = problem.get("code") or type(self).code  # type: ignore[misc]
        errors = problem.get("errors")
        rules = [
            f"{each['field']} {each['rule']}"
            for each in (errors if isinstance(errors, list) else [])  # it may be another service's
            if isinstance(each, dict) and each.keys() >= {"field", "rule"}
        ]
        said = problem.get("detail") or problem.get("title") or f"HTTP {status}"
        super().__init__("; ".join([said, *(rule for rule in rules if rule not in said)]))


class NoService(StillsError):
    code = "no_service"
    reason = "Say where the service is: `stills login --api URL`, or STILLS_API_URL."


class NotSignedIn(StillsError):
    code = "not_signed_in"
    reason = "Sign in first: `stills login`."
    exit_status: ClassVar[int] = 3


class Unreachable(StillsError):
    code = "unreachable"
    reason = "The service does not answer. Check the connection, then run the command again."


class NotTheService(StillsError):
    code = "not_the_service"
    reason = (
        "What answers is not the service. Check its address (`stills login --api URL`), "
        "and whether your network wants you to sign in."
    )


class NoKeyring(StillsError):
    code = "no_keyring"
    reason = "The system's keyring cannot be used."


class NotSent(StillsError):
    code = "not_sent"
    reason = "The file could not be sent. Run the command again: it continues where it stopped."


class NoSuchVideo(StillsError):
    code = "no_such_video"
    reason = "There is no such video."


class NoImages(StillsError):
    """The extraction that was waited for ended without images."""

    code = "ended_without_images"
    reason = "There are no images."
    exit_status: ClassVar[int] = 4

    def __init__(self, video: dict[str, Any]) -> None:
        error = video.get("error") or {}
        self.code = error.get("code") or video["status"]  # type: ignore[misc]
        if error:
            told = f"{error['reason']} {error['advice']}"
        elif video["status"] == "opened":
            told = "No images were asked for yet: `stills again` asks for them."
        else:
            told = f"It is {video['status']}."
        super().__init__(told)
