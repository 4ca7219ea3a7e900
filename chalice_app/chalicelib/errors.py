"""Everything the API refuses, in one tree; each error is an RFC 9457 problem.

StillsError                       500  internal_error
├── InvalidRequest                400  invalid_request      (names the fields and their rules)
│   ├── MalformedBody             400  malformed_body
│   ├── InvalidCursor             400  invalid_cursor
│   ├── WeakPassword              400  weak_password
│   ├── WrongCode                 400  wrong_code
│   └── PartsMismatch             400  parts_mismatch
├── NotSignedIn                   401  not_signed_in
├── WrongCredentials              401  wrong_credentials
├── SessionExpired                401  session_expired
├── NotConfirmed                  403  not_confirmed
├── VideoNotFound                 404  video_not_found
├── ImageNotFound                 404  image_not_found
├── ExtraNotFound                 404  extra_not_found
├── Conflict                      409  conflict
│   ├── AccountExists             409  account_exists
│   ├── WrongStatus               409  wrong_status
│   ├── NotOpenedYet              409  not_opened_yet       (until the worker has seen the video)
│   ├── UnknownLength             409  unknown_length       (of a video that does not say it)
│   ├── ImagesNotReady            409  images_not_ready
│   ├── UploadIncomplete          409  upload_incomplete
│   ├── SourceMissing             409  source_missing
│   ├── TooManyExtractions        409  too_many_extractions
│   └── IdempotencyKeyReused      409  idempotency_key_reused
├── ImageTooLarge                 413  image_too_large
├── TooManyAttempts               429  too_many_attempts    (retryable)
└── Unavailable                   503  unavailable          (retryable)
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """`field` is a dotted path into the request, `rule` what it must satisfy."""

    field: str
    rule: str


class StillsError(Exception):
    """`title` is the same for every error of a class; `detail` says what happened this time."""

    status = 500
    code = "internal_error"
    title = "Something went wrong on our side"
    retryable = False

    def __init__(self, detail: str = "", errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = errors


class InvalidRequest(StillsError):
    status = 400
    code = "invalid_request"
    title = "The request is not valid"

    @classmethod
    def of(cls, field: str, rule: str) -> "InvalidRequest":
        return cls(f"{field}: {rule}" if field else rule, (FieldError(field, rule),))


class MalformedBody(InvalidRequest):
    code = "malformed_body"
    title = "The body is not JSON"


class InvalidCursor(InvalidRequest):
    code = "invalid_cursor"
    title = "The cursor is not one that this list gave"


class WeakPassword(InvalidRequest):
    code = "weak_password"
    title = "The password is too weak"


class WrongCode(InvalidRequest):
    code = "wrong_code"
    title = "The code is wrong or has expired"


class PartsMismatch(InvalidRequest):
    code = "parts_mismatch"
    title = "The parts are not those that were uploaded"


class NotSignedIn(StillsError):
    status = 401
    code = "not_signed_in"
    title = "Sign in first"


class WrongCredentials(StillsError):
    status = 401
    code = "wrong_credentials"
    title = "The e-mail address or the password is wrong"


class SessionExpired(StillsError):
    status = 401
    code = "session_expired"
    title = "The session has ended; sign in again"


class NotConfirmed(StillsError):
    status = 403
    code = "not_confirmed"
    title = "The e-mail address is not confirmed yet"


class VideoNotFound(StillsError):
    status = 404
    code = "video_not_found"
    title = "There is no such video"


class ImageNotFound(StillsError):
    status = 404
    code = "image_not_found"
    title = "There is no such image"


class ExtraNotFound(StillsError):
    status = 404
    code = "extra_not_found"
    title = "This extraction was not asked for such an extra"


class Conflict(StillsError):
    status = 409
    code = "conflict"
    title = "That is not possible in the present state"


class AccountExists(Conflict):
    code = "account_exists"
    title = "There is an account with this e-mail address already"


class WrongStatus(Conflict):
    code = "wrong_status"
    title = "The video's status does not allow that"


class NotOpenedYet(Conflict):
    code = "not_opened_yet"
    title = "The video was not opened yet"


class UnknownLength(Conflict):
    code = "unknown_length"
    title = "The video does not say how long it is"


class ImagesNotReady(Conflict):
    code = "images_not_ready"
    title = "This extraction has no images (yet)"


class UploadIncomplete(Conflict):
    code = "upload_incomplete"
    title = "What was uploaded is not what was announced"


class SourceMissing(Conflict):
    code = "source_missing"
    title = "The video file is no longer there; upload it again"


class TooManyExtractions(Conflict):
    code = "too_many_extractions"
    title = "This video has had as many extractions as one video can have"


class IdempotencyKeyReused(Conflict):
    code = "idempotency_key_reused"
    title = "This Idempotency-Key came with another request before"


class ImageTooLarge(StillsError):
    status = 413
    code = "image_too_large"
    title = "The image is too large for this route"


class TooManyAttempts(StillsError):
    status = 429
    code = "too_many_attempts"
    title = "Too many attempts; wait a while and try again"
    retryable = True


class Unavailable(StillsError):
    status = 503
    code = "unavailable"
    title = "A service behind this one does not answer; try again"
    retryable = True
