"""The worker's one error tree. Permanent or retryable is a property of the error.

    Exception
    ├── WorkerError           (code, reason, retryable)
    │   ├── NotAVideo         not_a_video
    │   ├── UnsupportedCodec  unsupported_codec
    │   ├── NoVideoStream     no_video_stream
    │   ├── Encrypted         encrypted
    │   ├── TooLarge          too_large
    │   ├── TooLong           too_long
    │   ├── NoImages          no_images
    │   ├── DecoderCrashed    decoder_crashed
    │   ├── OutOfMemory       out_of_memory
    │   ├── TimedOut          timed_out
    │   ├── SourceMissing     source_missing
    │   └── SourceChanged     source_changed  (retryable)
    └── Canceled              control flow: its owner no longer wants the extraction

A permanent error fails the extraction and its message is done; a retryable one, and any other
exception, leaves the message to the queue, which delivers it again.
"""

from typing import ClassVar


class WorkerError(Exception):
    """`code` is stable and for machines; `reason` is a sentence that a user understands."""

    code: ClassVar[str]
    reason: str
    retryable: ClassVar[bool] = False

    def __init__(self, reason: str | None = None) -> None:
        if reason is not None:
            self.reason = reason
        super().__init__(f"{self.code}: {self.reason}")


class NotAVideo(WorkerError):
    code = "not_a_video"
    reason = "The file is not a video in a format that can be read."


class UnsupportedCodec(WorkerError):
    code = "unsupported_codec"
    reason = "The video is encoded in a way that cannot be decoded."


class NoVideoStream(WorkerError):
    code = "no_video_stream"
    reason = "The file has no moving picture in it, only sound or other data."


class Encrypted(WorkerError):
    code = "encrypted"
    reason = "The video is encrypted, so that no images can be taken from it."


class TooLarge(WorkerError):
    code = "too_large"
    reason = "The video's picture has more pixels than can be processed."


class TooLong(WorkerError):
    code = "too_long"
    reason = "The video is longer than can be processed."


class NoImages(WorkerError):
    code = "no_images"
    reason = "No image could be taken from the video at the times that were asked for."


class DecoderCrashed(WorkerError):
    code = "decoder_crashed"
    reason = "The video is damaged in a way that stopped its decoding."


class OutOfMemory(WorkerError):
    code = "out_of_memory"
    reason = "Decoding the video needs more memory than there is."


class TimedOut(WorkerError):
    code = "timed_out"
    reason = (
        "The extraction took longer than it may. "
        "Ask for fewer images, or for a shorter part of the video."
    )


class SourceMissing(WorkerError):
    code = "source_missing"
    reason = "The uploaded video is no longer there."


class SourceChanged(WorkerError):
    code = "source_changed"
    reason = "The uploaded video was replaced while it was being read."
    retryable = True


class Canceled(Exception):
    """The extraction was canceled: stop, leave nothing behind, say nothing."""
