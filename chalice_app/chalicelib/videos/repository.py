"""The videos table: every change of a status is one conditional write or one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final, cast

import msgspec
from msgspec.structs import replace
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.accounts.repository import AccountRepository
from chalicelib.errors import IdempotencyKeyReused
from chalicelib.limits import IDEMPOTENCY_WINDOW
from chalicelib.table import condition_failed, transact
from chalicelib.videos.model import Claim, Extraction, Media, Usage, Video
from chalicelib.videos.records import ClaimRecord, ExtractionRecord, VideoRecord
from chalicelib.videos.running import RunningExtractions
from chalicelib.videos.status import Status, StoredStatus
from chalicelib.videos.transitions import TRANSITIONS, Event, due_after
from chalicelib.videos.usage import UsageRepository
from contracts.messages import OPENING

_DELETED: Final = "deleted"


class VideoRepository:
    """Methods that change a video return it as it is afterwards, or None if the change is not (or
    no longer) legal; then nothing was written. A deleted video does not exist for any method but
    those that say otherwise."""

    def __init__(
        self,
        table_name: str,
        accounts: AccountRepository,
        running: RunningExtractions,
        usage: UsageRepository,
    ) -> None:
        self._accounts = accounts
        self._running = running
        self._usage = usage
        for model in (VideoRecord, ExtractionRecord, ClaimRecord):
            model.Meta.table_name = table_name

    def create(self, video: Video, claim: Claim | None, used: Usage | None) -> bool:
        """Stores a new video, and counts it as one more than was `used`.

        False if the account is deleted, if the video's id exists already, if the claim's key stands
        for something that was created before, or if another video was counted in the meantime.
        """

        def write(transaction: TransactWrite) -> None:
            self._accounts.require_existing(transaction, video.user_id)
            transaction.save(_record_of(video), VideoRecord.video_id.does_not_exist())
            if claim is not None:
                _claim(transaction, video.user_id, claim, video.video_id, video.created_at)
            if used is not None:
                self._usage.add(transaction, video, used, video.created_at)

        return transact(write)

    def claimed(self, user_id: str, claim: Claim, now: datetime) -> str | None:
        """What the first request under the claim's key created, if there was one. Raises
        IdempotencyKeyReused if that was another request."""
        try:
            found = ClaimRecord.get(*_claim_keys(user_id, claim), consistent_read=True)
        except ClaimRecord.DoesNotExist:
            return None
        if found.expires_at < now:
            return None
        if found.fingerprint != _fingerprint(claim):
            raise IdempotencyKeyReused
        return found.made

    def get(self, user_id: str, video_id: str) -> Video | None:
        record = _read(user_id, video_id)
        return None if record is None or record.status == _DELETED else _video_of(record)

    def page(
        self, user_id: str, status: Status | None, limit: int, before: str | None
    ) -> Iterator[Video]:
        """A user's videos, newest first (ids are UUIDv7), older than the id `before`. Each is read
        when it is asked for, as far as the table allows."""
        if status is not None:
            return islice(self._of(user_id, status, before), limit)
        found = VideoRecord.query(
            user_id,
            range_key_condition=VideoRecord.video_id < before if before else None,
            filter_condition=VideoRecord.status != _DELETED,
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
        )
        return map(_video_of, found)

    def newest(self, user_id: str, limit: int, before: str | None) -> Iterator[Video]:
        """A user's videos, newest first, older than the id `before`, also deleted ones. Without a
        filter, what is read is what the caller counts."""
        older = VideoRecord.video_id < before if before else None
        found = VideoRecord.query(user_id, older, scan_index_forward=False, limit=limit)
        return map(_video_of, found)

    def _of(self, user_id: str, status: Status, before: str | None) -> Iterator[Video]:
        first, last = _listed_as(status, ""), _listed_as(status, before or "~")
        keys = VideoRecord.by_status.query(
            user_id,
            VideoRecord.listed_as.between(first, last),
            consistent_read=True,
            scan_index_forward=False,
        )
        for key in keys:
            video = self.get(user_id, key.video_id)
            if video and video.status == status and video.video_id != before:
                yield video

    def count_open_uploads(self, user_id: str, limit: int) -> int:
        """How many of a user's videos wait for their file, but not more than `limit`."""
        first, last = _listed_as("awaiting_upload", ""), _listed_as("awaiting_upload", "~")
        keys = VideoRecord.by_status.query(
            user_id,
            VideoRecord.listed_as.between(first, last),
            consistent_read=True,
            limit=limit,
        )
        return sum(1 for _ in keys)

    def all_of(self, user_id: str) -> Iterator[Video]:
        found = VideoRecord.query(user_id, filter_condition=VideoRecord.status != _DELETED)
        return map(_video_of, found)

    def due(self, status: StoredStatus, now: datetime) -> Iterator[Video]:
        """The videos of one status that the sweep must look at, also deleted ones. The index is
        eventually consistent, so each is read from the table itself."""
        for key in VideoRecord.due.query(status, VideoRecord.due_at <= now.timestamp()):
            record = _read(key.user_id, key.video_id)
            if record is None or record.status != status or record.due_at is None:
                continue
            if record.due_at <= now.timestamp():
                yield _video_of(record)

    def waiting(self, user_id: str, limit: int) -> list[Video]:
        """The videos of a user whose extractions have waited longest for their turn."""
        keys = VideoRecord.waiting.query(user_id, consistent_read=True, limit=limit)
        found = [self.get(user_id, key.video_id) for key in keys]
        return [video for video in found if video and video.waiting_since is not None]

    def extractions(self, video: Video, limit: int, before: int | None) -> list[Extraction]:
        """Earlier extractions of a video, the latest first, with lower numbers than `before`."""
        found = ExtractionRecord.query(
            ExtractionRecord.partition_of(video.video_id),
            ExtractionRecord.sort < f"{before:06}" if before else None,
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
        )
        return [_extraction_of(record) for record in found]

    def extraction(self, video: Video, number: int) -> Extraction | None:
        if number == video.extraction:
            return video.latest
        try:
            keys = ExtractionRecord.keys_of(video.video_id, number)
            return _extraction_of(ExtractionRecord.get(*keys, consistent_read=True))
        except ExtractionRecord.DoesNotExist:
            return None

    def move(self, video: Video, event: Event, at: datetime, **changes: Any) -> Video | None:
        """Makes the transition of an event, with changes (None removes)."""
        return self._update(video, _may(event), at, TRANSITIONS[event].to, **changes)

    def restart(
        self,
        video: Video,
        number: int,
        attempt: int,
        claim: Claim | None,
        at: datetime,
        **changes: Any,
    ) -> Video | None:
        """Queues an attempt at extraction `number` of a video whose latest one is finished, and
        whose owner need not be notified any more."""
        condition = _unchanged(video) & _may("requested_again")
        changes |= {"extraction": number, "attempt": attempt}
        record = VideoRecord(video.user_id, video.video_id)
        actions = [*_actions(_with_status(video, "queued", at, changes))]

        def write(transaction: TransactWrite) -> None:
            if video.extraction != OPENING:
                transaction.save(_record_of_extraction(video))
            transaction.update(record, actions, condition & VideoRecord.due_at.does_not_exist())
            if claim is not None:
                _claim(transaction, video.user_id, claim, str(number), at)

        return self.get(video.user_id, video.video_id) if transact(write) else None

    def start(self, video: Video, at: datetime, bound: int, **changes: Any) -> Video | None:
        """Gives a waiting extraction its turn, if fewer than `bound` of its user have one."""
        due = due_after("queued", at)
        changes |= {"waiting_since": None, "turn_at": at, "due_at": due, "updated_at": at}
        waits = (
            _may("turn_came")
            & _unchanged(video)
            & (VideoRecord.waiting_since == video.waiting_since)
        )
        record = VideoRecord(video.user_id, video.video_id)

        def write(transaction: TransactWrite) -> None:
            self._running.add(transaction, video, bound, at)
            transaction.update(record, [*_actions(changes)], waits)

        return replace(video, **changes) if transact(write) else None

    def hand_on(self, video: Video, at: datetime, **changes: Any) -> Video | None:
        """Queues the next attempt at an extraction whose worker is silent."""
        silent = _may("worker_fell_silent") & (VideoRecord.due_at == video.due_at)
        return self._update(video, silent, at, "queued", attempt=video.attempt + 1, **changes)

    def progress(self, video: Video, at: datetime, fraction: float, **changes: Any) -> Video | None:
        """Stores progress that is not behind the stored one."""
        further = _may("work_progressed") & (VideoRecord.progress <= fraction)
        return self._update(video, further, at, "processing", progress=fraction, **changes)

    def describe(self, video: Video, at: datetime, media: Media) -> None:
        """Stores what the video is, in any status and for any extraction. A write that would
        change nothing is left out."""
        unknown = (VideoRecord.status != _DELETED) & (VideoRecord.media != media)
        self._write(
            video, VideoRecord.video_id.exists() & unknown, {"updated_at": at, "media": media}
        )

    def change(self, video: Video, at: datetime, **changes: str | None) -> Video | None:
        """Changes the name or the description of a video, in any status (None removes)."""
        if not changes:
            return video
        exists = VideoRecord.video_id.exists() & (VideoRecord.status != _DELETED)
        return self._write(video, exists, {"updated_at": at, **changes})

    def attach_upload(self, video: Video, at: datetime, upload_id: str) -> Video | None:
        """Stores the id of the multipart upload with which the video is uploaded."""
        none = VideoRecord.upload_id.does_not_exist()
        waits = VideoRecord.status.is_in("awaiting_upload", "expired")
        return self._update(video, none & waits, at, None, upload_id=upload_id)

    def settle(self, video: Video, at: datetime) -> None:
        """Ends the sweep's interest in the video's present status."""
        self._update(video, VideoRecord.status == video.status, at, None, due_at=None)

    def leave_waiting(self, video: Video) -> None:
        """Ends the sweep's interest in an extraction that waits for its turn."""
        waits = VideoRecord.waiting_since == video.waiting_since
        self._write(video, _unchanged(video) & waits, {"due_at": None})

    def postpone(
        self, video: Video, at: datetime, due: datetime, publications: int
    ) -> Video | None:
        same = (VideoRecord.status == video.status) & (VideoRecord.due_at == video.due_at)
        changes = {"due_at": due.timestamp(), "publications": publications}
        return self._update(video, same, at, None, **changes)

    def delete(self, video: Video, at: datetime) -> Video | None:
        """Marks a video as deleted."""
        changes = {
            "updated_at": at,
            "deleted_at": at,
            "status": _DELETED,
            "listed_as": None,
            "waiting_since": None,
            "due_at": due_after(_DELETED, at),
        }
        return self._write(video, _may("deleted"), changes)

    def postpone_deleted(self, video: Video, due: datetime) -> None:
        """Says when the sweep looks at a deleted video again."""
        self._write(video, VideoRecord.status == _DELETED, {"due_at": due.timestamp()})

    def forget(self, video: Video) -> None:
        """Removes all items about a deleted video."""
        with ExtractionRecord.batch_write() as batch:
            for record in ExtractionRecord.query(ExtractionRecord.partition_of(video.video_id)):
                batch.delete(record)
        VideoRecord(video.user_id, video.video_id).delete()

    def _update(
        self,
        video: Video,
        condition: Condition,
        at: datetime,
        status: StoredStatus | None,
        **changes: Any,
    ) -> Video | None:
        changes["updated_at"] = at
        if status is not None:
            changes = _with_status(video, status, at, changes)
        return self._write(video, _unchanged(video) & condition, changes)

    def _write(self, video: Video, condition: Condition, changes: dict[str, Any]) -> Video | None:
        record = VideoRecord(video.user_id, video.video_id)
        try:
            record.update(actions=[*_actions(changes)], condition=condition)
        except UpdateError as error:
            if not condition_failed(error):
                raise
            return None
        return _video_of(record)


def _may(event: Event) -> Condition:
    """That the video is in a status from which the event leads on."""
    return cast(Condition, VideoRecord.status.is_in(*sorted(TRANSITIONS[event].sources)))


def _unchanged(video: Video) -> Condition:
    """That the video is in the same attempt at the same extraction."""
    same = (VideoRecord.extraction == video.extraction) & (VideoRecord.attempt == video.attempt)
    return cast(Condition, same)


def _with_status(
    video: Video, status: StoredStatus, at: datetime, changes: dict[str, Any]
) -> dict[str, Any]:
    moved = {
        "status": status,
        "listed_as": _listed_as(status, video.video_id),
        "due_at": due_after(status, at),
        "waiting_since": None,
        "updated_at": at,
    }
    return {**moved, **changes}


def _listed_as(status: StoredStatus, video_id: str) -> str:
    return f"{status}#{video_id}"


def _read(user_id: str, video_id: str) -> VideoRecord | None:
    try:
        return VideoRecord.get(user_id, video_id, consistent_read=True)
    except VideoRecord.DoesNotExist:
        return None


def _claim(
    transaction: TransactWrite, user_id: str, claim: Claim, made: str, now: datetime
) -> None:
    record = ClaimRecord(
        *_claim_keys(user_id, claim),
        fingerprint=_fingerprint(claim),
        made=made,
        expires_at=now + IDEMPOTENCY_WINDOW,
    )
    transaction.save(record, ClaimRecord.sort.does_not_exist() | (ClaimRecord.expires_at < now))


def _claim_keys(user_id: str, claim: Claim) -> tuple[str, str]:
    return f"claims#{user_id}", hashlib.sha256(claim.key.encode()).hexdigest()


def _fingerprint(claim: Claim) -> str:
    return hashlib.sha256(claim.request).hexdigest()


def _actions(changes: dict[str, Any]) -> Iterable[Any]:
    for name, value in changes.items():
        attribute = getattr(VideoRecord, name)
        yield attribute.remove() if value is None else attribute.set(value)


def _record_of(video: Video) -> VideoRecord:
    fields = msgspec.structs.asdict(video)
    fields["listed_as"] = _listed_as(video.status, video.video_id)
    return VideoRecord(**{name: value for name, value in fields.items() if value is not None})


def _record_of_extraction(video: Video) -> ExtractionRecord:
    fields = msgspec.structs.asdict(video.latest)
    known = {name: value for name, value in fields.items() if value is not None}
    return ExtractionRecord(*ExtractionRecord.keys_of(video.video_id, video.extraction), **known)


def _video_of(record: VideoRecord) -> Video:
    return msgspec.convert(record.attribute_values, Video)


def _extraction_of(record: ExtractionRecord) -> Extraction:
    return msgspec.convert(record.attribute_values, Extraction)
