"""How much each user may upload. The quotas are settings of the deployment."""

from datetime import datetime, timedelta

from chalicelib.errors import QuotaExceeded
from chalicelib.limits import GB
from chalicelib.services import Services
from chalicelib.videos.model import Usage, day_of

_FOR_AN_UPLOAD = 60
"""Seconds after which an upload may have ended."""


def check(services: Services, user_id: str, size: int) -> Usage:
    """Checks that another video of `size` bytes may be added today. Returns what was added before.

    Raises QuotaExceeded.
    """
    now, quotas = services.now(), services.settings.quotas
    used = services.usage.get(user_id)
    videos, bytes_ = (used.videos, used.size) if used.day == day_of(now) else (0, 0)
    if videos >= quotas.videos_per_day:
        raise _until_midnight(now, f"At most {quotas.videos_per_day:,} videos")
    if bytes_ + size > quotas.gigabytes_per_day * GB:
        raise _until_midnight(now, f"At most {quotas.gigabytes_per_day:,} GB of video")
    return used


def check_open_uploads(services: Services, user_id: str) -> None:
    """Raises QuotaExceeded. If this is called after `check`, a video that is registered at the same
    time makes the registration start again, so that the quota is kept exactly."""
    quota = services.settings.quotas.open_uploads
    if services.videos.count_open_uploads(user_id, quota) >= quota:
        words = f"At most {quota:,} uploads can be open at the same time."
        detail = f"{words} Complete or abort some of them; they expire after 24 hours."
        raise QuotaExceeded(detail, retry_after=_FOR_AN_UPLOAD)


def _until_midnight(now: datetime, quota: str) -> QuotaExceeded:
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    detail = f"{quota} can be added in a day. You can add more after midnight (UTC)."
    return QuotaExceeded(detail, retry_after=int((midnight - now).total_seconds()) + 1)
