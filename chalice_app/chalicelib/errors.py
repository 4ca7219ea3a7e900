"""The errors of the API, in one tree; each is answered as an RFC 9457 problem.

ApiError                          500  internal_error
├── InvalidRequest                400  invalid_request      (names the fields and their rules)
│   ├── MalformedBody             400  malformed_body
│   ├── InvalidCursor             400  invalid_cursor
│   ├── WeakPassword              400  weak_password
│   ├── WrongCode                 400  wrong_code
│   └── PartsMismatch             400  parts_mismatch
├── NotSignedIn                   401  not_signed_in
├── AccountDeleted                401  account_deleted
├── WrongCredentials              401  wrong_credentials
├── SessionExpired                401  session_expired
├── NotConfirmed                  403  not_confirmed
├── VideoNotFound                 404  video_not_found
├── ExtractionNotFound            404  extraction_not_found
├── ImageNotFound                 404  image_not_found
├── ExtraNotFound                 404  extra_not_found
├── Conflict                      409  conflict
│   ├── AccountExists             409  account_exists
│   ├── WrongStatus               409  wrong_status
│   ├── NotOpenedYet              409  not_opened_yet       (the worker has not opened the video)
│   ├── UnknownLength             409  unknown_length       (the video does not state it)
│   ├── NoImages                  409  no_images
│   ├── ImagesNotReady            409  images_not_ready
│   ├── UploadIncomplete          409  upload_incomplete
│   ├── SourceMissing             409  source_missing
│   ├── TooManyExtractions        409  too_many_extractions
│   └── IdempotencyKeyReused      409  idempotency_key_reused
├── ImagesExpired                 410  images_expired
├── ImageTooLarge                 413  image_too_large
├── BodyTooLarge                  413  body_too_large       (answered by API Gateway)
├── TooManyAttempts               429  too_many_attempts    (retryable)
├── TooManyRequests               429  too_many_requests    (retryable, answered by API Gateway)
├── QuotaExceeded                 429  quota_exceeded       (retryable)
└── Unavailable                   503  unavailable          (retryable)
    └── NoAnswerInTime            504  unavailable          (retryable, answered by API Gateway)

What API Gateway answers is in .chalice/gateway-responses.json.
"""

from dataclasses import dataclass

from stills.validation import Violation


@dataclass(frozen=True)
class FieldError:
    """`field` is a dotted path into the request, `rule` what it must satisfy."""

    field: str
    rule: str


class ApiError(Exception):
    """`title` is the same for every error of a class; `detail` says what happened this time.
    A client may repeat a request that failed with a `retryable` error after `retry_after` seconds.
    """

    status = 500
    code = "internal_error"
    title = "Something went wrong on our side"
    retryable = False
    retry_after: int | None = None

    def __init__(
        self,
        detail: str = "",
        errors: tuple[FieldError, ...] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = errors
        if retry_after is not None:
            self.retry_after = retry_after


class InvalidRequest(ApiError):
    status = 400
    code = "invalid_request"
    title = "The request is not valid"

    @classmethod
    def of(cls, field: str, rule: str) -> "InvalidRequest":
        sentence = Violation(field, rule).sentence if field else f"The request {rule}"
        return cls(f"{sentence}.", (FieldError(field, rule),))


class MalformedBody(InvalidRequest):
    code = "malformed_body"
    title = "The body is not JSON"


class InvalidCursor(InvalidRequest):
    code = "invalid_cursor"
    title = "The cursor does not belong to this list"


class WeakPassword(InvalidRequest):
    code = "weak_password"
    title = "The password is too weak"


class WrongCode(InvalidRequest):
    code = "wrong_code"
    title = "The code is wrong or has expired"


class PartsMismatch(InvalidRequest):
    code = "parts_mismatch"
    title = "The parts are not those of the announced file"


class NotSignedIn(ApiError):
    status = 401
    code = "not_signed_in"
    title = "Sign in first"


class AccountDeleted(ApiError):
    status = 401
    code = "account_deleted"
    title = "The account has been deleted"


class WrongCredentials(ApiError):
    status = 401
    code = "wrong_credentials"
    title = "The e-mail address or the password is wrong"


class SessionExpired(ApiError):
    status = 401
    code = "session_expired"
    title = "The session has ended; sign in again"


class NotConfirmed(ApiError):
    status = 403
    code = "not_confirmed"
    title = "The e-mail address is not confirmed yet"


class VideoNotFound(ApiError):
    status = 404
    code = "video_not_found"
    title = "There is no such video"


class ExtractionNotFound(ApiError):
    status = 404
    code = "extraction_not_found"
    title = "The video has no such extraction"


class ImageNotFound(ApiError):
    status = 404
    code = "image_not_found"
    title = "There is no such image"


class ExtraNotFound(ApiError):
    status = 404
    code = "extra_not_found"
    title = "The extraction has no such extra"


class Conflict(ApiError):
    status = 409
    code = "conflict"
    title = "This is not possible now"


class AccountExists(Conflict):
    code = "account_exists"
    title = "An account with this e-mail address exists already"


class WrongStatus(Conflict):
    code = "wrong_status"
    title = "The video's status does not allow this"


class NotOpenedYet(Conflict):
    code = "not_opened_yet"
    title = "The video has not been opened yet"


class UnknownLength(Conflict):
    code = "unknown_length"
    title = "The length of the video is not known"


class NoImages(Conflict):
    code = "no_images"
    title = "The extraction would yield no images"


class ImagesNotReady(Conflict):
    code = "images_not_ready"
    title = "The extraction has no images"


class UploadIncomplete(Conflict):
    code = "upload_incomplete"
    title = "The upload is not complete"


class SourceMissing(Conflict):
    code = "source_missing"
    title = "The uploaded video no longer exists; upload it again"


class TooManyExtractions(Conflict):
    code = "too_many_extractions"
    title = "The video has reached the highest number of extractions"


class IdempotencyKeyReused(Conflict):
    code = "idempotency_key_reused"
    title = "The Idempotency-Key was used for another request before"


class ImagesExpired(ApiError):
    status = 410
    code = "images_expired"
    title = "The images have been deleted because of their age"


class ImageTooLarge(ApiError):
    status = 413
    code = "image_too_large"
    title = "The image is too large for this route"


class BodyTooLarge(ApiError):
    status = 413
    code = "body_too_large"
    title = "The body is too large"


class TooManyAttempts(ApiError):
    status = 429
    code = "too_many_attempts"
    title = "Too many attempts; wait a while, then try again"
    retryable = True
    retry_after = 60


class TooManyRequests(ApiError):
    status = 429
    code = "too_many_requests"
    title = "Too many requests; wait a while, then try again"
    retryable = True
    retry_after = 5


class QuotaExceeded(ApiError):
    status = 429
    code = "quota_exceeded"
    title = "You have reached a limit of your account"
    retryable = True


class Unavailable(ApiError):
    status = 503
    code = "unavailable"
    title = "The service is temporarily unavailable; try again"
    retryable = True
    retry_after = 5


class NoAnswerInTime(Unavailable):
    status = 504
    title = "The API did not answer in time; try again"
