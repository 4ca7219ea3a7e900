"""What a person can do about a failed extraction, by its code."""

_CONVERT = (
    "Check that the file plays on your computer. If it does, convert it to MP4 (H.264), "
    "for example with HandBrake, and upload that."
)
_MAKE_SMALLER = (
    "Make a copy of the video with a smaller picture, Full HD for example, and upload that."
)
_SAVE_ANEW = (
    "Open the video in a program that can save it, save it as a new file, and upload that. "
    "If you have the original, upload the original."
)
_UPLOAD_AGAIN = "Upload the video again, and wait until the upload is complete."
_NOT_YOUR_FAULT = (
    "This is most likely no fault of your video. Wait a while, then start the extraction again: "
    "no second upload is needed."
)
_DEFAULT = (
    "Start the extraction again. If it fails once more, convert the video to MP4 (H.264) and "
    "upload that."
)

_ADVICE = {
    "not_a_video": _CONVERT,
    "unsupported_codec": _CONVERT,
    "no_video_stream": "Check that you uploaded the right file: this one has no picture.",
    "encrypted": "Upload a copy that is not protected, if you have one.",
    "too_large": _MAKE_SMALLER,
    "out_of_memory": _MAKE_SMALLER,
    "too_long": "Cut the video into shorter ones, and upload each.",
    "no_images": "Check that the times you asked for lie within the video, and extract again.",
    "decoder_crashed": _SAVE_ANEW,
    "timed_out": (
        "Extract again with fewer images, or only from a part of the video: "
        "no second upload is needed."
    ),
    "source_missing": _UPLOAD_AGAIN,
    "upload_mismatch": _UPLOAD_AGAIN,
    "not_started": _NOT_YOUR_FAULT,
    "worker_failed": _NOT_YOUR_FAULT,
    "result_lost": _NOT_YOUR_FAULT,
}


def advice_for(code: str) -> str:
    """A few sentences, for a code that is new here, too."""
    return _ADVICE.get(code, _DEFAULT)
