"""The guards of the services, each with what a mutant without it looks like.

If the code of a guard changes, so does its line here: tests/unit/chaos/test_mutants.py says so.
"""

from dataclasses import dataclass

API = "chalice_app/chalicelib"


@dataclass(frozen=True)
class Mutant:
    """`old` is replaced by `new` in a file."""

    guard: str
    file: str
    old: str
    new: str


MUTANTS = (
    Mutant(
        "a change of status depends on the status",
        f"{API}/videos/repository.py",
        "video, _may(event), at, TRANSITIONS[event].to,",
        "video, VideoRecord.video_id.exists(), at, TRANSITIONS[event].to,",
    ),
    Mutant(
        "a write depends on the attempt",
        f"{API}/videos/repository.py",
        "same = (VideoRecord.extraction == video.extraction) & "
        "(VideoRecord.attempt == video.attempt)",
        "same = VideoRecord.video_id.exists()",
    ),
    Mutant(
        "a result counts only for its attempt",
        f"{API}/videos/results.py",
        "(video.extraction, video.attempt) != (event.extraction, event.attempt)",
        "False",
    ),
    Mutant(
        "the next extraction waits for what the last one owes",
        f"{API}/videos/repository.py",
        "condition & VideoRecord.due_at.does_not_exist()",
        "condition",
    ),
    Mutant(
        "nothing is created for a deleted account",
        f"{API}/videos/repository.py",
        "            self._accounts.require_existing(transaction, video.user_id)\n",
        "",
    ),
    Mutant(
        "tokens of a deleted account are refused",
        f"{API}/accounts/model.py",
        "            raise AccountDeleted\n",
        "            return\n",
    ),
    Mutant(
        "tokens from before a sign-out are refused",
        f"{API}/accounts/model.py",
        "            raise SessionExpired\n",
        "            return\n",
    ),
    Mutant(
        "what happens to a video does not bring it back",
        f"{API}/videos/repository.py",
        "video, VideoRecord.video_id.exists() & unknown,",
        "video, unknown | VideoRecord.video_id.does_not_exist(),",
    ),
    Mutant(
        "a deletion is finished by the sweep",
        f"{API}/videos/deletion.py",
        "    due = next_pass(video.deleted_at or services.now(), services.now())\n",
        "    return\n",
    ),
    Mutant(
        "a deletion aborts uploads",
        f"{API}/videos/effects.py",
        "    services.objects.abort_uploads(prefix)\n",
        "",
    ),
    Mutant(
        "a queued video has a due time",
        f"{API}/videos/transitions.py",
        '    "queued": limits.QUEUED_PATIENCE,\n',
        '    "queued": timedelta(days=1000),\n',
    ),
    Mutant(
        "a finished video has a due time until its owner is notified",
        f"{API}/videos/transitions.py",
        '    "completed": limits.ANNOUNCE_PATIENCE,\n    "failed": limits.ANNOUNCE_PATIENCE,\n',
        '    "completed": timedelta(days=1000),\n    "failed": timedelta(days=1000),\n',
    ),
    Mutant(
        "a silent worker's job is handed on",
        f"{API}/videos/lifecycle.py",
        '    """Gives the job of a worker that is silent to another one, unless its result is '
        'there."""\n',
        "    return\n",
    ),
    Mutant(
        "a video is counted with what was checked",
        f"{API}/videos/usage.py",
        "            _unchanged(used),\n",
        "",
    ),
    Mutant(
        "an inbox object above the quota becomes a failed video",
        f"{API}/videos/registration.py",
        "        return _store(services, failed, claim, lambda: None)\n",
        "        return failed\n",
    ),
    Mutant(
        "a turn is given only if there is one",
        f"{API}/videos/running.py",
        "(size(running) < bound)",
        "running.exists()",
    ),
    Mutant(
        "who ends a turn starts the next extraction",
        f"{API}/videos/turns.py",
        "        services.running.remove(video)\n        start_waiting(services, video.user_id)\n",
        "        services.running.remove(video)\n",
    ),
    Mutant(
        "a turn ends with its extraction",
        f"{API}/videos/transitions.py",
        '    "completed": ("pass_turn_on", "delete_other_attempts", "announce"),\n',
        '    "completed": ("delete_other_attempts", "announce"),\n',
    ),
    Mutant(
        "a canceled extraction's worker is stopped",
        f"{API}/videos/transitions.py",
        '"canceled", "", ("stop_worker", "pass_turn_on", "abort_uploads")',
        '"canceled", "", ("abort_uploads",)',
    ),
    Mutant(
        "images that nobody wants are deleted",
        f"{API}/videos/results.py",
        "        _delete_if_unwanted(services, event)\n",
        "        pass\n",
    ),
    Mutant(
        "a key stands for one request",
        f"{API}/videos/repository.py",
        "        if found.fingerprint != _fingerprint(claim):\n            raise "
        "IdempotencyKeyReused\n",
        "",
    ),
    Mutant(
        "a key creates one thing",
        f"{API}/videos/repository.py",
        "ClaimRecord.sort.does_not_exist() | (ClaimRecord.expires_at < now)",
        "ClaimRecord.sort.exists() | ClaimRecord.sort.does_not_exist()",
    ),
    Mutant(
        "an e-mail is sent once",
        "email_fn/notifications/once.py",
        "        act_once(key=key)\n",
        "        action()\n",
    ),
    Mutant(
        "a job is acknowledged after its effect",
        "worker/handler.py",
        "        raise\n",
        "        return\n",
    ),
    Mutant(
        "a result is acknowledged after its effect",
        f"{API}/triggers/queues.py",
        "            raise\n        finally:\n",
        "            return\n        finally:\n",
    ),
    # Writes that depend on what was read
    Mutant(
        "an ended extraction's result changes nothing",
        f"{API}/videos/transitions.py",
        '"work_succeeded": Transition(ACTIVE, "completed"),',
        '"work_succeeded": Transition(ACTIVE | FINISHED, "completed"),',
    ),
    Mutant(
        "progress does not go back",
        f"{API}/videos/repository.py",
        '_may("work_progressed") & (VideoRecord.progress <= fraction)',
        '_may("work_progressed")',
    ),
    Mutant(
        "what was earned by one extraction is kept when the next begins",
        f"{API}/videos/repository.py",
        "            transaction.save(_record_of_extraction(video))\n",
        "",
    ),
    # Deletion
    Mutant(
        "a deleted video is invisible",
        f"{API}/videos/repository.py",
        "return None if record is None or record.status == _DELETED else _video_of(record)",
        "return None if record is None else _video_of(record)",
    ),
    Mutant(
        "a deleted video's item outlives what may still arrive",
        f"{API}/videos/deletion.py",
        "    if due is None:\n",
        "    if True:\n",
    ),
    Mutant(
        "an account's videos are deleted",
        f"{API}/accounts/deletion.py",
        "    for video in services.videos.all_of(account.user_id):\n"
        "        mark_deleted(services, video)\n",
        "",
    ),
    Mutant(
        "a deleted account has a due time",
        f"{API}/accounts/repository.py",
        "status=_DELETED, due_at=at.timestamp()",
        "status=_DELETED",
    ),
    # The lease and its number
    Mutant(
        "each attempt has a number of its own",
        f"{API}/videos/repository.py",
        "attempt=video.attempt + 1, **changes",
        "**changes",
    ),
    Mutant(
        "each attempt has keys of its own",
        "contracts/keys.py",
        'return f"{user_id}/{video_id}/{extraction}/{attempt}/"',
        'return f"{user_id}/{video_id}/{extraction}/1/"',
    ),
    Mutant(
        "a working video has a due time",
        f"{API}/videos/transitions.py",
        '    "processing": limits.WORKER_SILENCE,\n',
        '    "processing": timedelta(days=1000),\n',
    ),
    Mutant(
        "what an attempt left behind is deleted",
        f"{API}/videos/transitions.py",
        '"completed": ("pass_turn_on", "delete_other_attempts", "announce"),',
        '"completed": ("pass_turn_on", "announce"),',
    ),
    Mutant(
        "an archive is stored only if there is none",
        "worker/multipart.py",
        '                IfNoneMatch="*",\n',
        "",
    ),
    Mutant(
        "a job reads the file that it was made for",
        "worker/s3_file.py",
        "        if etag is not None:\n",
        "        if False and etag is not None:\n",
    ),
    # Due times and what is done then
    Mutant(
        "an awaited upload has a due time",
        f"{API}/videos/transitions.py",
        '    "awaiting_upload": limits.CHECK_UPLOAD_EVERY,\n',
        '    "awaiting_upload": timedelta(days=1000),\n',
    ),
    Mutant(
        "a canceled video has a due time until it is cleaned up",
        f"{API}/videos/transitions.py",
        '    "canceled": limits.CLEAN_CANCELED_AFTER,\n',
        '    "canceled": timedelta(days=1000),\n',
    ),
    Mutant(
        "a due time is removed after what was due is done",
        f"{API}/videos/lifecycle.py",
        "        effects.perform(services, OWED[video.status], video, video)\n"
        "        services.videos.settle(video, services.now())\n",
        "        services.videos.settle(video, services.now())\n"
        "        effects.perform(services, OWED[video.status], video, video)\n",
    ),
    Mutant(
        "a lost job is published again",
        f"{API}/videos/sweep.py",
        "        turns.publish_job(services, postponed)\n",
        "        pass\n",
    ),
    Mutant(
        "an upload whose event was lost is noticed",
        f"{API}/videos/sweep.py",
        "    if lifecycle.upload_arrived(services, video):\n        return\n"
        "    now = services.now()\n    if now < video.created_at + UPLOAD_DEADLINE:\n",
        "    now = services.now()\n    if now < video.created_at + UPLOAD_DEADLINE:\n",
    ),
    Mutant(
        "an expired upload has a due time",
        f"{API}/videos/transitions.py",
        '    "expired": limits.CHECK_EXPIRED_EVERY,\n',
        '    "expired": timedelta(days=1000),\n',
    ),
    Mutant(
        "a worker that has spoken since keeps its job",
        f"{API}/videos/repository.py",
        '_may("worker_fell_silent") & (VideoRecord.due_at == video.due_at)',
        '_may("worker_fell_silent")',
    ),
    # Turns and quotas
    Mutant(
        "a new extraction waits for its turn",
        f"{API}/videos/turns.py",
        "    free = bound - services.running.count(user_id)\n",
        "    bound = free = 1000\n",
    ),
    Mutant(
        "a turn is given once",
        f"{API}/videos/repository.py",
        "            & _unchanged(video)\n"
        "            & (VideoRecord.waiting_since == video.waiting_since)\n",
        "            & _unchanged(video)\n",
    ),
    Mutant(
        "videos of a day are bounded",
        f"{API}/videos/quotas.py",
        "    if videos >= quotas.videos_per_day:\n",
        "    if False:\n",
    ),
    Mutant(
        "open uploads are bounded",
        f"{API}/videos/registration.py",
        "        quotas.check_open_uploads(services, user_id)\n",
        "",
    ),
    Mutant(
        "a video has one multipart upload",
        f"{API}/videos/repository.py",
        "        return self._update(video, none & waits, at, None, upload_id=upload_id)\n",
        "        return self._update(video, waits, at, None, upload_id=upload_id)\n",
    ),
    # Idempotency
    Mutant(
        "a creation stores its key",
        f"{API}/videos/repository.py",
        "_claim(transaction, video.user_id, claim, video.video_id, video.created_at)\n",
        "pass\n",
    ),
    Mutant(
        "an extraction stores its key",
        f"{API}/videos/repository.py",
        "                _claim(transaction, video.user_id, claim, str(number), at)\n",
        "                pass\n",
    ),
    # E-mails and messages
    Mutant(
        "a stored answer of SES is worth another attempt",
        "email_fn/notifications/once.py",
        "            except (BotoCoreError, ClientError):\n",
        "            except ZeroDivisionError:\n",
    ),
    Mutant(
        "an e-mail that was not sent is tried again",
        "email_fn/handler.py",
        '        raise ExceptionGroup("E-mails were not sent", errors)\n',
        "        return\n",
    ),
)
