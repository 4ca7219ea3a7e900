"""How much of a video is decoded twice to find damage (ADR 19)."""

INSPECTED = {"hevc", "vp8", "vp9"}
"""FFmpeg's names of the codecs whose decoders do not report most damage."""

ALLOWANCE = 250_000_000
"""So many pixels of a video are decoded twice, and SHARE of all that are decoded."""

SHARE = 0.1


def pixels_decoded_twice(codec: str, decoded: float) -> float:
    """Of so many decoded pixels of a whole video."""
    return min(decoded, ALLOWANCE + SHARE * decoded) if codec in INSPECTED else 0
