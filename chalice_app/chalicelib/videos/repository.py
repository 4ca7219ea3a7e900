"""The videos table: every change of a status is one conditional write."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError, UpdateError

from chalicelib.errors import IdempotencyKeyReused
from chalicelib.limits import IDEMPOTENCY_WINDOW
from chalicelib.videos.records import ClaimRecord, Media, VideoRecord
from chalicelib.videos.status import FINISHED, Status, comes_from

_CONDITION_FAILED = "ConditionalCheckFailedException"


class VideoTable:
    def __init__(self, table_name: str) -> None:
        for model in (VideoRecord, ClaimRecord):
            model.Meta.table_name = table_name

    def create(self, video: VideoRecord) -> bool:
        """False where a video with this id is there already; it stays as it is."""
        try:
            video.save(condition=VideoRecord.video_id.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return False
        return True

    def get(self, user_id: str, video_id: str) -> VideoRecord | None:
        try:
            return VideoRecord.get(user_id, video_id, consistent_read=True)
        except VideoRecord.DoesNotExist:
            return None

    def delete(self, video: VideoRecord) -> None:
        video.delete()

    def page(
        self, user_id: str, status: Status | None, limit: int, before: str | None
    ) -> list[VideoRecord]:
        """A user's videos, newest first (ids are UUIDv7), older than the id `before`."""
        return list(
            VideoRecord.query(
                user_id,
                range_key_condition=VideoRecord.video_id < before if before else None,
                filter_condition=VideoRecord.status == status if status else None,
                scan_index_forward=False,
                limit=limit,
                page_size=100 if status else limit,  # the filter comes after the reading
            )
        )

    def all_of(self, user_id: str) -> Iterator[VideoRecord]:
        return iter(VideoRecord.query(user_id))

    def due(self, status: Status, now: datetime) -> Iterator[VideoRecord]:
        """The videos of one status that the sweep must look at. The index is eventually
        consistent, so each is read from the table itself."""
        for key in VideoRecord.due.query(status, VideoRecord.due_at <= now.timestamp()):
            video = self.get(key.user_id, key.video_id)
            if video and video.due_at is not None and video.due_at <= now.timestamp():
                yield video

    def move(self, video: VideoRecord, to: Status, at: datetime, **changes: Any) -> bool:
        """Moves the video's present extraction to a status, with changes (None removes).

        False where that is not legal (any more): then nothing was written.
        """
        legal = VideoRecord.status.is_in(*comes_from(to))
        return self._update(video, legal, at, status=to, **changes)

    def restart(self, video: VideoRecord, at: datetime, **changes: Any) -> bool:
        """Queues the next extraction of a video whose latest one is finished."""
        finished = VideoRecord.status.is_in(*FINISHED)
        number = video.extraction + 1
        return self._update(video, finished, at, status="queued", extraction=number, **changes)

    def progress(self, video: VideoRecord, at: datetime, fraction: float, **changes: Any) -> bool:
        """Notes progress if it is further than what is known."""
        further = VideoRecord.status.is_in(*comes_from("processing")) & (
            VideoRecord.progress < fraction
        )
        return self._update(video, further, at, status="processing", progress=fraction, **changes)

    def describe(self, video: VideoRecord, at: datetime, media: Media) -> None:
        """Notes what the video is, in any status and extraction. What is known already stays, and
        a video that was deleted does not come back."""
        unknown = VideoRecord.video_id.exists() & (VideoRecord.media != media)
        self._write(video, unknown, at, media=media)

    def settle(self, video: VideoRecord, at: datetime) -> None:
        """Nothing is owed for the video's present status any more."""
        self._update(video, VideoRecord.status == video.status, at, due_at=None)

    def postpone(self, video: VideoRecord, at: datetime, due: datetime, publications: int) -> bool:
        return self._update(
            video,
            (VideoRecord.status == video.status) & (VideoRecord.due_at == video.due_at),
            at,
            due_at=due.timestamp(),
            publications=publications,
        )

    def claim(self, user_id: str, key: str, request: bytes, makes: str, now: datetime) -> str:
        """Notes that the request under an idempotency key makes `makes`.

        Returns what the first request under that key made. Raises IdempotencyKeyReused where that
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

    def _update(self, video: VideoRecord, condition: Any, at: datetime, **changes: Any) -> bool:
        same = VideoRecord.extraction == video.extraction
        return self._write(video, same & condition, at, **changes)

    def _write(self, video: VideoRecord, condition: Any, at: datetime, **changes: Any) -> bool:
        actions = list(_actions({"updated_at": at, **changes}))
        try:
            video.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return False
        return True


def _actions(changes: dict[str, Any]) -> Iterable[Any]:
    for name, value in changes.items():
        attribute = getattr(VideoRecord, name)
        yield attribute.remove() if value is None else attribute.set(value)
