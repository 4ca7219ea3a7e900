"""Clips of many codecs, containers and structures, as arguments of the `clip` fixture."""

from typing import Any

OPEN_GOP = {"x264-params": "open-gop=1:bframes=3:b-pyramid=normal:keyint=24:min-keyint=24"}
OPEN_GOP_HEVC = {"x265-params": "open-gop=1:keyint=24:log-level=0"}

CLIPS: dict[str, tuple[str, dict[str, Any]]] = {
    "long GOP": ("mp4", {"codec": "libx264"}),
    "short GOP": ("mp4", {"codec": "libx264", "gop": 12}),
    "open GOP": ("mp4", {"codec": "libx264", "options": OPEN_GOP}),
    "open GOP in Matroska": ("mkv", {"codec": "libx264", "options": OPEN_GOP}),
    "HEVC": ("mp4", {"codec": "libx265", "gop": 25}),
    "HEVC, open GOP": ("mp4", {"codec": "libx265", "options": OPEN_GOP_HEVC}),
    "VP9": ("webm", {"codec": "libvpx-vp9", "gop": 25}),
    "AV1": ("mp4", {"codec": "libsvtav1", "gop": 25, "options": {"preset": "12"}}),
    "H.264 in AVI, B-frames": ("avi", {"codec": "libx264", "gop": 25, "options": {"bf": "3"}}),
    "MPEG-4 in AVI": ("avi", {"codec": "mpeg4", "gop": 12}),
    "MPEG-4, B-frames": ("mp4", {"codec": "mpeg4", "gop": 25, "options": {"bf": "2"}}),
    "transport stream": ("ts", {"codec": "libx264", "gop": 25}),
    "all keyframes": ("mp4", {"codec": "libx264", "gop": 1}),
}
