"""The errors of the library, in one tree.

StillsError                   (code, reason)
├── InvalidOptions            invalid_options, also a ValueError
├── FileError                 also an OSError
│   ├── NoSuchFile            no_such_file
│   ├── CannotRead            cannot_read
│   └── CannotWrite           cannot_write
└── VideoError                something is wrong with the video
    ├── NotAVideo             not_a_video
    ├── UnsupportedCodec      unsupported_codec
    ├── NoVideoStream         no_video_stream
    ├── Encrypted             encrypted
    ├── TooLarge              too_large
    ├── TooLong               too_long
    ├── Damaged               damaged
    ├── NoImages              no_images
    ├── AllLeftOut            all_left_out
    ├── CropOutside           crop_outside
    ├── UnsupportedSize       unsupported_size
    ├── DecoderCrashed        decoder_crashed
    ├── DecodingFailed        decoding_failed, because of a bug in Stills
    ├── OutOfMemory           out_of_memory
    └── TimedOut              timed_out
"""

from typing import ClassVar


class StillsError(Exception):
    """`code` is stable and meant for programs; `reason` is a sentence for people."""

    code: ClassVar[str]
    reason: str

    def __init__(self, reason: str | None = None) -> None:
        if reason is not None:
            self.reason = reason
        super().__init__(f"{self.code}: {self.reason}")


class InvalidOptions(StillsError, ValueError):
    code = "invalid_options"
    reason = "The options are not valid."


class FileError(StillsError, OSError):
    """A file of the caller's cannot be used."""


class NoSuchFile(FileError):
    code = "no_such_file"
    reason = "The file does not exist."


class CannotRead(FileError):
    code = "cannot_read"
    reason = "The file cannot be read."


class CannotWrite(FileError):
    code = "cannot_write"
    reason = "The file cannot be written."


class VideoError(StillsError):
    """No images can be extracted from the video."""


class NotAVideo(VideoError):
    code = "not_a_video"
    reason = "The file is not a video in a format that Stills can read."


class UnsupportedCodec(VideoError):
    code = "unsupported_codec"
    reason = "Stills cannot decode the codec of this video."


class NoVideoStream(VideoError):
    code = "no_video_stream"
    reason = "The file contains no video, only sound or other data."


class Encrypted(VideoError):
    code = "encrypted"
    reason = "The video is encrypted, so no images can be extracted from it."


class TooLarge(VideoError):
    code = "too_large"
    reason = "The picture of the video has more pixels than Stills can process."


class TooLong(VideoError):
    code = "too_long"
    reason = "The video is longer than Stills can process."


class Damaged(VideoError):
    code = "damaged"
    reason = "The video is damaged: none of its pictures can be decoded."


class NoImages(VideoError):
    code = "no_images"
    reason = "The video has no images at the times that you asked for."


class AllLeftOut(VideoError):
    code = "all_left_out"
    reason = "All images were left out, as black, blurred or duplicates."


class CropOutside(VideoError):
    code = "crop_outside"
    reason = "The crop is outside of the picture."


class UnsupportedSize(VideoError):
    code = "unsupported_size"
    reason = "The images would be too large for their format."


class DecoderCrashed(VideoError):
    code = "decoder_crashed"
    reason = "The video is damaged in a way that stopped its decoding."


class DecodingFailed(VideoError):
    code = "decoding_failed"
    reason = "Stills cannot handle something in this video. This is an error in Stills."


class OutOfMemory(VideoError):
    code = "out_of_memory"
    reason = "Decoding the video needs more memory than is available."


class TimedOut(VideoError):
    code = "timed_out"
    reason = (
        "The extraction took longer than the time limit. "
        "Ask for fewer images, or for a shorter part of the video."
    )
