"""/videos/{id}/upload: resume, complete, abort."""

from chalicelib.errors import PartsMismatch, UploadIncomplete, VideoNotFound, WrongStatus
from chalicelib.http.endpoints import Call, Endpoints
from chalicelib.routes.lookup import video_of
from chalicelib.videos import uploads
from chalicelib.videos.uploads import CompleteUpload, Upload
from chalicelib.videos.views import VideoView, view_of
from contracts.messages import VideoId

upload = Endpoints("uploads", "Send the files of videos to S3.")


@upload.route(
    "GET", "/videos/{video_id}/upload", returns=Upload, errors=(VideoNotFound, WrongStatus)
)
def show_upload(call: Call, video_id: VideoId) -> Upload:
    """Resume an upload: show the received parts, and new URLs for the next missing ones."""
    return uploads.instructions(call.services, video_of(call, video_id))


@upload.route(
    "POST",
    "/videos/{video_id}/upload/complete",
    body=CompleteUpload,
    returns=VideoView,
    errors=(VideoNotFound, PartsMismatch, UploadIncomplete, WrongStatus),
)
def complete_upload(call: Call, video_id: VideoId, body: CompleteUpload) -> VideoView:
    """Complete the upload; the video is queued."""
    video = video_of(call, video_id)
    uploads.complete(call.services, video, body.parts)
    return view_of(video_of(call, video_id), call.services.settings.retention)


@upload.route(
    "DELETE", "/videos/{video_id}/upload", status=204, errors=(VideoNotFound, WrongStatus)
)
def abort_upload(call: Call, video_id: VideoId) -> None:
    """Abort the upload; what was sent is deleted."""
    uploads.abort(call.services, video_of(call, video_id))
