"""Which extractions of a user have a turn: one item for each user, with their names as a set.

To add or remove a name twice changes nothing, so this needs no count that could become wrong.
"""

from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.limits import REMEMBER_TURNS_FOR
from chalicelib.table import again_after_conflict, condition_failed
from chalicelib.videos.model import Video
from chalicelib.videos.records import RunningRecord


class RunningExtractions:
    def __init__(self, table_name: str) -> None:
        RunningRecord.Meta.table_name = table_name

    def count(self, user_id: str) -> int:
        try:
            keys = RunningRecord.keys_of(user_id)
            return len(RunningRecord.get(*keys, consistent_read=True).extractions or ())
        except RunningRecord.DoesNotExist:
            return 0

    def add(self, transaction: TransactWrite, video: Video, bound: int, at: datetime) -> None:
        """Makes a transaction fail if the user has no turn left."""
        running = RunningRecord.extractions
        is_free = running.does_not_exist() | (size(running) < bound)  # type: ignore[no-untyped-call]
        transaction.update(
            RunningRecord(*RunningRecord.keys_of(video.user_id)),
            [running.add({_name(video)}), RunningRecord.expires_at.set(at + REMEMBER_TURNS_FOR)],
            is_free,
        )

    def remove(self, video: Video) -> None:
        record = RunningRecord(*RunningRecord.keys_of(video.user_id))
        running = RunningRecord.extractions
        removal: list[Action] = [running.delete({_name(video)})]
        try:
            again_after_conflict(lambda: record.update(removal, running.contains(_name(video))))
        except UpdateError as error:
            if not condition_failed(error):
                raise

    def forget(self, user_id: str) -> None:
        """Removes what is stored about a user who has no videos any more."""
        RunningRecord(*RunningRecord.keys_of(user_id)).delete()


def _name(video: Video) -> str:
    return f"{video.video_id}/{video.extraction}"
