"""Hostile names and files, as an attacker would choose them."""

from pathlib import Path

MARK = "zq7x"
"""In every hostile name, so that logs can be searched for it."""

NAMES = (
    f"..%2F..%2Fetc%2F{MARK}.mp4",
    f"../../etc/{MARK}.mp4",
    f"C:\\windows\\{MARK}.mp4",
    f'<script>alert("{MARK}")</script>.mp4',
    f'{MARK}"; filename="evil.exe".mp4',
    f"=cmd|'/c calc'!{MARK}.mp4",
    f"{{{{7*7}}}}{{%print(1)%}}{MARK}.mp4",
    f"CON.{MARK}.mp4",
    f"-rf {MARK}.mp4",
    f"👨\u200d👩\u200d👧 {MARK}.mp4",
)
"""Accepted, because they are only shown, but never used as a path, a header or markup."""

REFUSED_NAMES = (
    f"{MARK}\r\nBcc: all@example.com.mp4",
    f"{MARK}\x00.mp4",
    f"{MARK}\u202e4pm.exe",
    f"\u2066{MARK}.mp4",
    f"{MARK}\u2028.mp4",
)

INBOX_NAMES = (
    f"{MARK}\u202e4pm.mp4",
    f"<img src=x onerror=alert(1)>{MARK}.mp4",
)
"""In an inbox nobody can refuse a name, so it is made printable. The emulator takes no line
breaks."""

DESCRIPTION = f'<a href="https://evil.example">{MARK}</a>\n\nBcc: all@example.com'


def polyglots(folder: Path, clip: Path) -> list[Path]:
    """Files that are a video and something else, or only begin like one."""
    video = clip.read_bytes()
    made = {
        "zip-after-video.mp4": video + b"PK\x05\x06" + bytes(18),
        "html-after-video.mp4": video + b"<html><script>alert(1)</script></html>",
        "head-of-video.mp4": video[:64] + b"#EXTM3U\nfile:///etc/passwd\n" * 20,
        "playlist.mp4": b"#EXTM3U\n#EXTINF:4,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        "concat.mp4": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "page.mp4": b"<!doctype html><script>alert(1)</script>",
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]
