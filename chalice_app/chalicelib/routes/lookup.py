"""Finds the video that a route is about."""

import msgspec

from chalicelib.errors import InvalidRequest, VideoNotFound
from chalicelib.http.endpoints import Call
from chalicelib.videos.model import Video
from contracts.messages import VideoId


def video_of(call: Call, video_id: str) -> Video:
    """The caller's video. Raises VideoNotFound, also for another user's video."""
    try:
        msgspec.convert(video_id, type=VideoId)
    except msgspec.ValidationError as error:
        raise InvalidRequest.of("video_id", "must be the id of a video, a UUID") from error
    video = call.services.videos.get(call.user.id, video_id)
    if video is None:
        raise VideoNotFound
    return video
