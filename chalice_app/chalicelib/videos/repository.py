"""The videos table: every change of a status is one conditional write."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from pynamodb.exceptions import PutError, UpdateError

from chalicelib.errors import IdempotencyKeyReused
from chalicelib.limits import IDEMPOTENCY_WINDOW
from chalicelib.videos.model import Media, Video
from chalicelib.videos.records import ClaimRecord, VideoRecord
from chalicelib.videos.status import FINISHED, Status, comes_from

_CONDITION_FAILED = "ConditionalCheckFailedException"


class VideoRepository:
    """Methods that change a video return it as it is afterwards, or None if the change is not (or
    no longer) legal; then nothing was written."""

    def __init__(self, table_name: str) -> None:
        for model in (VideoRecord, ClaimRecord):
            model.Meta.table_name = table_name

    def create(self, video: Video) -> bool:
        """False if a video with this id exists already; it stays as it is."""
        try:
            _record_of(video).save(condition=VideoRecord.video_id.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return False
        return True

    def get(self, user_id: str, video_id: str) -> Video | None:
        try:
            return _video_of(VideoRecord.get(user_id, video_id, consistent_read=True))
        except VideoRecord.DoesNotExist:
            return None

    def delete(self, video: Video) -> None:
        VideoRecord(video.user_id, video.video_id).delete()

    def page(
        self, user_id: str, status: Status | None, limit: int, before: str | None
    ) -> list[Video]:
        """A user's videos, newest first (ids are UUIDv7), older than the id `before`."""
        found = VideoRecord.query(
            user_id,
            range_key_condition=VideoRecord.video_id < before if before else None,
            filter_condition=VideoRecord.status == status if status else None,
            scan_index_forward=False,
            limit=limit,
            page_size=100 if status else limit,  # DynamoDB reads a page, then filters it
        )
        return [_video_of(record) for record in found]

    def all_of(self, user_id: str) -> Iterator[Video]:
        return map(_video_of, VideoRecord.query(user_id))

    def due(self, status: Status, now: datetime) -> Iterator[Video]:
        """The videos of one status that the sweep must look at. The index is eventually
        consistent, so each video is read from the table itself."""
        for key in VideoRecord.due.query(status, VideoRecord.due_at <= now.timestamp()):
            video = self.get(key.user_id, key.video_id)
            if video and video.due_at is not None and video.due_at <= now.timestamp():
                yield video

    def move(self, video: Video, to: Status, at: datetime, **changes: Any) -> Video | None:
        """Moves the video's latest extraction to a status, with changes (None removes)."""
        legal = VideoRecord.status.is_in(*comes_from(to))
        return self._update(video, legal, at, status=to, **changes)

    def restart(self, video: Video, at: datetime, **changes: Any) -> Video | None:
        """Queues the next extraction of a video whose latest one is finished."""
        finished = VideoRecord.status.is_in(*FINISHED)
        number = video.extraction + 1
        return self._update(video, finished, at, status="queued", extraction=number, **changes)

    def progress(self, video: Video, at: datetime, fraction: float, **changes: Any) -> Video | None:
        """Stores progress that is further than the stored one."""
        further = VideoRecord.status.is_in(*comes_from("processing")) & (
            VideoRecord.progress < fraction
        )
        return self._update(video, further, at, status="processing", progress=fraction, **changes)

    def describe(self, video: Video, at: datetime, media: Media) -> None:
        """Stores what the video is, in any status and for any extraction. A write that would
        change nothing is left out, and a deleted video does not come back."""
        unknown = VideoRecord.video_id.exists() & (VideoRecord.media != media)
        self._write(video, unknown, at, media=media)

    def settle(self, video: Video, at: datetime) -> None:
        """Ends the sweep's interest in the video's present status."""
        self._update(video, VideoRecord.status == video.status, at, due_at=None)

    def postpone(
        self, video: Video, at: datetime, due: datetime, publications: int
    ) -> Video | None:
        return self._update(
            video,
            (VideoRecord.status == video.status) & (VideoRecord.due_at == video.due_at),
            at,
            due_at=due.timestamp(),
            publications=publications,
        )

    def claim(self, user_id: str, key: str, request: bytes, makes: str, now: datetime) -> str:
        """Stores that the request under an idempotency key creates `makes`.

        Returns what the first request under that key created. Raises IdempotencyKeyReused if that
        was another request.
        """
        fingerprint = hashlib.sha256(request).hexdigest()
        claim = ClaimRecord(
            f"claims#{user_id}",
            hashlib.sha256(key.encode()).hexdigest(),
            fingerprint=fingerprint,
            made=makes,
            expires_at=now + IDEMPOTENCY_WINDOW,
        )
        over = ClaimRecord.video_id.does_not_exist() | (ClaimRecord.expires_at < now)
        try:
            claim.save(condition=over)
        except PutError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            claim.refresh(consistent_read=True)
        if claim.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        return claim.made

    def _update(self, video: Video, condition: Any, at: datetime, **changes: Any) -> Video | None:
        same = VideoRecord.extraction == video.extraction
        return self._write(video, same & condition, at, **changes)

    def _write(self, video: Video, condition: Any, at: datetime, **changes: Any) -> Video | None:
        record = VideoRecord(video.user_id, video.video_id)
        try:
            record.update(actions=[*_actions({"updated_at": at, **changes})], condition=condition)
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return None
        return _video_of(record)


def _actions(changes: dict[str, Any]) -> Iterable[Any]:
    for name, value in changes.items():
        attribute = getattr(VideoRecord, name)
        yield attribute.remove() if value is None else attribute.set(value)


def _record_of(video: Video) -> VideoRecord:
    fields = msgspec.structs.asdict(video)
    return VideoRecord(**{name: value for name, value in fields.items() if value is not None})


def _video_of(record: VideoRecord) -> Video:
    return msgspec.convert(record.attribute_values, Video)
