"""The statuses of a video, as the API says them."""

FINAL = ("opened", "completed", "failed", "expired", "canceled")
"""Nothing happens to a video in one of these by itself."""

STATUSES = ("awaiting_upload", "queued", "processing", *FINAL)
