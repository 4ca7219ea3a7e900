"""Finds the video that a route is about."""

from chalicelib.errors import VideoNotFound
from chalicelib.http.endpoints import Call
from chalicelib.videos.model import Video
from contracts.messages import VideoId


def video_of(call: Call, video_id: VideoId) -> Video:
    """The caller's video. Raises VideoNotFound, also for another user's video."""
    video = call.services.videos.get(call.user.id, video_id)
    if video is None:
        raise VideoNotFound
    return video
