"""Every reason why an extraction can fail: its code, its sentence, and advice for the owner.

What is wrong with a video has its code and sentence in `stills.errors`. The service's own failures
are here, and the advice for all of them.
"""

from msgspec import Struct

from stills import errors


class Failure(Struct, frozen=True):
    """Why there are no images: a stable code, and a sentence that a user understands."""

    code: str
    reason: str


NOT_STARTED = Failure(
    "not_started", "The extraction could not be started. Our team has been notified."
)
WORKER_FAILED = Failure(
    "worker_failed",
    "The extraction was tried several times and failed each time. Our team has been notified.",
)
RESULT_LOST = Failure("result_lost", "The result of the extraction could not be processed.")
TIMED_OUT = Failure(errors.TimedOut.code, errors.TimedOut.reason)
SOURCE_MISSING = Failure("source_missing", "The uploaded video no longer exists.")
SOURCE_CHANGED = Failure(
    "source_changed", "The uploaded video was replaced by another file during the extraction."
)

_UPLOAD_MISMATCH = "upload_mismatch"
_QUOTA_EXCEEDED = "quota_exceeded"


def upload_mismatch(size: int, announced: int) -> Failure:
    """The uploaded file has another size than announced; both are in bytes."""
    return Failure(
        _UPLOAD_MISMATCH,
        f"The size of the uploaded file is {size:,} B instead of the announced {announced:,} B.",
    )


def quota_exceeded(reason: str) -> Failure:
    """The video could not be accepted because its owner had reached a limit, as `reason` says."""
    return Failure(_QUOTA_EXCEEDED, reason)


_CONVERT = (
    "Check that the file plays on your computer. If it does, convert it to MP4 (H.264), "
    "for example with HandBrake, and upload the new file."
)
_MAKE_SMALLER = (
    "Make a copy of the video with a lower resolution, for example Full HD, and upload the copy."
)
_SAVE_AGAIN = (
    "Open the video in a video editor, save it as a new file, and upload the new file. "
    "If you have the original, upload the original."
)
_UPLOAD_AGAIN = "Upload the video again, and wait until the upload is complete."
_NOT_YOUR_FAULT = (
    "Your video is probably fine. Wait a while, then start the extraction again. "
    "You do not need to upload the video again."
)
_DEFAULT = (
    "Start the extraction again. If it fails again, convert the video to MP4 (H.264) and "
    "upload the new file."
)

ADVICE = {
    errors.NotAVideo.code: _CONVERT,
    errors.UnsupportedCodec.code: _CONVERT,
    errors.NoVideoStream.code: "Check that you uploaded the right file.",
    errors.Encrypted.code: "Upload a copy that is not protected, if you have one.",
    errors.TooLarge.code: _MAKE_SMALLER,
    errors.OutOfMemory.code: _MAKE_SMALLER,
    errors.TooLong.code: "Cut the video into shorter videos, and upload each of them.",
    errors.Damaged.code: _SAVE_AGAIN,
    errors.NoImages.code: (
        "Check that the video has what you asked for, such as times within it, scenes or chapters, "
        "and start a new extraction."
    ),
    errors.AllLeftOut.code: (
        "Start a new extraction that keeps more images: also black or blurred ones, or duplicates."
    ),
    errors.CropOutside.code: "Start a new extraction with a crop that is within the picture.",
    errors.UnsupportedSize.code: (
        "Start a new extraction with a smaller width and height, or in another format."
    ),
    errors.DecoderCrashed.code: _SAVE_AGAIN,
    errors.DecodingFailed.code: _SAVE_AGAIN,
    TIMED_OUT.code: (
        "Start a new extraction with fewer images, or of only a part of the video. "
        "You do not need to upload the video again."
    ),
    SOURCE_MISSING.code: _UPLOAD_AGAIN,
    SOURCE_CHANGED.code: "Start a new extraction, or upload the right video again.",
    _UPLOAD_MISMATCH: _UPLOAD_AGAIN,
    _QUOTA_EXCEEDED: "The file was not kept. Upload it again when you may add more videos.",
    NOT_STARTED.code: _NOT_YOUR_FAULT,
    WORKER_FAILED.code: _NOT_YOUR_FAULT,
    RESULT_LOST.code: _NOT_YOUR_FAULT,
}


def advice_for(code: str) -> str:
    """What the owner can do: a few sentences, also for a code that is not known here."""
    return ADVICE.get(code, _DEFAULT)
