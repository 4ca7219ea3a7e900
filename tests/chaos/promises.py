"""What must be true after every schedule, each as a check that explains what it found."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.chaos.aws.dynamodb import size_of
from tests.chaos.aws.s3 import Content
from tests.chaos.cloud import Cloud
from tests.chaos.users import PASSWORD, Ledger, Request, fingerprint, flaws_of_zip, object_of

MINUTE, HOUR = 60.0, 3600.0
NOTICED_WITHIN = 30 * MINUTE
ENDED_WITHIN = 75 * MINUTE
MAX_ITEM = 200 * 1024
MAX_TOMBSTONE = 700
KEY_LIFETIME = 23 * HOUR
FAILED = "No images from "


@dataclass(frozen=True)
class Violation:
    """`promise` names the broken promise; violations of one name are of one kind."""

    promise: str
    what: str


@dataclass
class Outcome:
    """What a living user sees in the end: `views` by the video's id; `owners` of each."""

    cloud: Cloud
    ledger: Ledger
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def get(self, owner: str, url: str) -> Any:
        return self.cloud.http("GET", url, None, self.tokens[owner])


def outcome_of(cloud: Cloud, ledger: Ledger) -> Outcome:
    outcome = Outcome(cloud, ledger)
    for account in cloud.cognito.accounts.values():
        credentials = {"email": account.email, "password": PASSWORD}
        answer = cloud.http("POST", "/sessions", credentials)
        if answer.status != 200:
            continue
        outcome.tokens[account.sub] = answer.body["id_token"]
        url: str | None = "/videos?limit=200"
        while url:
            page = outcome.get(account.sub, url).body
            for view in page["videos"]:
                past = _extractions(outcome, account.sub, view)
                outcome.views[view["id"]] = {**view, "extractions": past}
                outcome.owners[view["id"]] = account.sub
            cursor = page["next_cursor"]
            url = f"/videos?limit=200&cursor={cursor}" if cursor else None
    return outcome


def _extractions(outcome: Outcome, owner: str, view: dict[str, Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    url: str | None = f"/videos/{view['id']}/extractions"
    while url:
        page = outcome.get(owner, url).body
        found |= {each["number"]: each["status"] for each in page["extractions"]}
        cursor = page["next_cursor"]
        url = f"/videos/{view['id']}/extractions?cursor={cursor}" if cursor else None
    return found


def violations_of(cloud: Cloud, ledger: Ledger) -> list[Violation]:
    outcome = outcome_of(cloud, ledger)
    return [Violation(name, what) for check in CHECKS for name, what in check(outcome)]


Found = Iterator[tuple[str, str]]


def extractions_of(view: dict[str, Any]) -> dict[int, str]:
    """The status of each extraction of a video by its number."""
    found: dict[int, str] = view["extractions"]
    return found


def _every_upload_ends(outcome: Outcome) -> Found:
    for id_, view in outcome.views.items():
        status = view["status"]
        stored = outcome.cloud.sources.get(f"{outcome.owners[id_]}/{id_}/source")
        if status in ("queued", "processing") or (
            stored and status in ("awaiting_upload", "expired")
        ):
            yield "1 every upload ends", f"{id_} is {status} after days"


def _ends_come_in_time(outcome: Outcome) -> Found:
    for id_, view in outcome.views.items():
        stored = outcome.cloud.sources.get(f"{outcome.owners[id_]}/{id_}/source")
        queued, finished = _time(view["queued_at"]), _time(view["finished_at"])
        known = outcome.ledger.videos.get(id_)
        was_retried = outcome.cloud.dynamodb.failed_openings[id_] > 0
        first = known.first if known else 1
        if stored and queued and view["extraction"] == first and not was_retried:
            late = queued - stored[0]
            if late > NOTICED_WITHIN:
                yield (
                    "1 an upload is noticed in time",
                    f"{id_} was queued {late / 60:.0f} min after it",
                )
        if queued and finished and view["status"] in ("completed", "failed"):
            took = finished - queued
            if took > ENDED_WITHIN:
                words = f"{id_} {view['status']} {took / 60:.0f} min after it was queued"
                yield "1 an extraction ends in time", words
        code = (view["error"] or {}).get("code")
        if code in ("not_started", "timed_out", "worker_failed", "result_lost"):
            yield "1 no extraction fails because of the service", f"{id_} failed: {code}"


def _opened_videos_are_known(outcome: Outcome) -> Found:
    for id_, view in outcome.views.items():
        if view["status"] == "opened" and view["media"] is None:
            yield "1 an opened video can be planned", f"{id_} has no media"


def _time(text: str | None) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None


def _one_mail_for_each_end(outcome: Outcome) -> Found:
    """A failure's mail has only the video's name, so the mails of one name are counted."""
    cloud, wanted = outcome.cloud, _ends(outcome)
    unknown = {k.name for k in outcome.ledger.videos.values() if k.id not in outcome.views}
    sent = Counter(_about(mail) for mail in cloud.messaging.mails)
    excused = Counter(_about(mail) for mail in cloud.excused if isinstance(mail, dict))
    for about in wanted.keys() | sent.keys():
        kind, what = about
        if kind == "failed" and what in unknown:
            continue
        is_visible = kind == "failed" or what.split("/")[0] in outcome.views
        ends = wanted[about] if is_visible else 1
        words = f"{what} {kind}: {sent[about]} mails for {ends} ends"
        if sent[about] < wanted[about]:
            yield "1 every end is mailed", words
        if sent[about] > ends + excused[about]:
            yield "1 no end is mailed twice", words


def _ends(outcome: Outcome) -> Counter[tuple[str, str]]:
    """How many mails there should be, by what they are about."""
    ends = Counter[tuple[str, str]]()
    for id_, view in outcome.views.items():
        ends["failed", view["filename"]] += outcome.cloud.dynamodb.failed_openings[id_]
        for number, status in extractions_of(view).items():
            if status == "completed":
                ends["completed", f"{id_}/{number}"] += 1
            elif status == "failed":
                ends["failed", view["filename"]] += 1
    return ends


def _about(mail: dict[str, Any]) -> tuple[str, str]:
    subject: str = mail["subject"]
    if subject.startswith(FAILED):
        return "failed", subject.removeprefix(FAILED)
    link = re.search(r"/([0-9a-f]{8}-[0-9a-f-]{27})(?:\?extraction=|/)(\d+)", mail["text"])
    assert link, mail["text"]
    return "completed", f"{link[1]}/{link[2]}"


def _archives_agree(outcome: Outcome) -> Found:
    for flaw in outcome.ledger.flawed:
        yield "2 no reader sees half an archive", flaw
    for id_, view in outcome.views.items():
        for number, status in extractions_of(view).items():
            if status == "completed":
                for flaw in _flaws(outcome, id_, number):
                    yield "2 the archive agrees with its record", f"{id_}/{number}: {flaw}"
        record = view["archive"] or {}
        if view["status"] == "completed" and record:
            link = outcome.get(outcome.owners[id_], f"/videos/{id_}/archive").body
            if (link.get("size"), link.get("images")) != (record["size"], record["images"]):
                yield "2 the archive agrees with its record", f"{id_}: {link} for {record}"


def _flaws(outcome: Outcome, id_: str, number: int) -> list[str]:
    owner = outcome.owners[id_]
    link = outcome.get(owner, f"/videos/{id_}/archive?extraction={number}")
    if link.status != 200:
        return [f"its archive is answered with {link.status}"]
    found = object_of(outcome.cloud, link.body["url"])
    if found is None:
        return ["its archive does not exist"]
    listed = outcome.get(owner, f"/videos/{id_}/images?extraction={number}&limit=1000")
    if listed.status != 200:
        return [f"its images are answered with {listed.status}"]
    flaws = flaws_of_zip(outcome.cloud, link.body)
    if listed.body["total"] != link.body["images"]:
        flaws.append(f"{listed.body['total']} images instead of {link.body['images']}")
    for image in listed.body["images"]:
        data = found[1].text[image["offset"] : image["offset"] + image["size"]]
        if not data.startswith(b"image %d of " % image["index"]) or len(data) < image["size"]:
            flaws.append(f"image {image['index']} is not where the manifest says")
        if not _is_of(outcome, id_, number, data):
            flaws.append(f"image {image['index']} is of another file than was queued")
    return flaws


def _is_of(outcome: Outcome, id_: str, number: int, image: bytes) -> bool:
    """Whether an image of the latest extraction is of the version of the file that was queued."""
    item = outcome.cloud.dynamodb.tables["VideosTable"].items[outcome.owners[id_], id_]
    text = re.search(rb"of (video .+? take \d\. )", image)
    etag = item["source_etag"]["S"]
    if not text or number != int(item["extraction"]["N"]) or "-" in etag:
        return True
    return bool(Content(text[1], int(item["size"]["N"])).etag == etag)


def _nothing_deleted_remains(outcome: Outcome) -> Found:
    gone = {known.id: known.name for known in outcome.ledger.videos.values() if known.deleted}
    emails = {sub: sub for sub in outcome.ledger.deleted_accounts}
    for id_, name in {**gone, **emails}.items():
        kind = "video" if id_ in gone else "account"
        yield from _remains(outcome.cloud, id_, name, f"deleted {kind}")
        if id_ in outcome.views or id_ in outcome.cloud.cognito.accounts:
            yield f"3 a deleted {kind} does not come back", f"{id_} exists"


def _remains(cloud: Cloud, id_: str, name: str, what: str) -> Found:
    for objects in cloud.s3.buckets.values():
        for key in objects:
            if id_ in key and key.endswith("/canceled"):
                yield f"3 no marker of a {what} remains", key
            elif id_ in key:
                yield f"3 no object of a {what} remains", key
    for upload in cloud.s3.uploads.values():
        if id_ in upload.key:
            yield f"3 no part of a {what} remains", f"an open upload of {upload.key}"
    for table in cloud.dynamodb.tables.values():
        for item in table.items.values():
            text = json.dumps(item)
            if id_ in text and ("filename" in item or size_of(item) > MAX_TOMBSTONE):
                yield f"3 no row of a {what} remains", f"{table.name}: {text[:300]}"


def _nothing_belongs_to_nobody(outcome: Outcome) -> Found:
    """Objects that no user can see or delete, and uploads that nobody will complete."""
    for objects in outcome.cloud.s3.buckets.values():
        for key in objects:
            if not _is_deleted(outcome, key):
                yield from _strays(outcome, key)
    for upload_id, upload in outcome.cloud.s3.uploads.items():
        is_ours = upload.bucket == "VideosBucket" and upload_id not in outcome.cloud.excused
        if is_ours and not _is_deleted(outcome, upload.key):
            yield "3 no upload stays open", f"an open upload of {upload.key} after days"


def _is_deleted(outcome: Outcome, key: str) -> bool:
    """What remains of deleted videos and accounts is the matter of another check."""
    owner, place, *_ = key.split("/")
    known = outcome.ledger.videos.get(place)
    return bool(known and known.deleted) or owner in outcome.ledger.deleted_accounts


def _strays(outcome: Outcome, key: str) -> Found:
    owner, place, *rest = key.split("/")
    if owner not in outcome.tokens:
        yield "3 every object has an owner", key
    elif place == "inbox":
        yield "1 every inbox object becomes a video", key
    elif place not in outcome.views:
        yield "3 every object belongs to a video", key
    elif rest and rest[0].isdecimal() and rest[-1] != "canceled":
        status = extractions_of(outcome.views[place]).get(int(rest[0]))
        if status != "completed":
            yield "3 only completed extractions have images", f"{key} ({status})"


def _one_archive_each(outcome: Outcome) -> Found:
    zips = Counter(
        key.rsplit("/", 2)[0]
        for key in outcome.cloud.s3.buckets["ImagesBucket"]
        if key.endswith(".zip")
    )
    for place, count in zips.items():
        if count > 1:
            yield "2 an extraction has one archive", f"{place} has {count}"


def _deletion_is_a_barrier(outcome: Outcome) -> Found:
    ledger = outcome.ledger
    for request in ledger.requests:
        deleted = ledger.deleted_accounts.get(request.user)
        if deleted is not None and request.sent > deleted and _changed(request):
            yield "3 a deleted account changes nothing", _words(request)
        owner, issued = ledger.tokens.get(request.token, ("", 0.0))
        for sent, answered in ledger.signed_out.get(owner, ()):
            if issued < sent and answered < request.sent and _changed(request):
                yield "3 a signed-out token changes nothing", _words(request)
        id_ = request.url.split("/")[2][:36] if request.url.startswith("/videos/") else ""
        known = ledger.videos.get(id_)
        if known and known.deleted and request.sent > known.deleted and _succeeded(request):
            yield "3 a deleted video does not come back", _words(request)


def _succeeded(request: Request) -> bool:
    return request.answer.status < 300 and request.method != "DELETE"


def _changed(request: Request) -> bool:
    return request.is_change and request.method == "POST" and request.answer.status < 300


def _words(request: Request) -> str:
    return f"{request.method} {request.url} -> {request.answer.status}"


def _no_late_mail(outcome: Outcome) -> Found:
    ledger = outcome.ledger
    by_name = {known.name: known for known in ledger.videos.values()}
    for mail in outcome.cloud.messaging.mails:
        for sub, deleted in ledger.deleted_accounts.items():
            emails = [a for s, a in outcome.cloud.cognito.emails.items() if s == sub]
            if mail["to"] in emails and mail["started"] > deleted:
                yield "3 no mail to a deleted account", mail["subject"]
        kind, what = _about(mail)
        known = ledger.videos.get(what.split("/")[0]) if kind == "completed" else by_name.get(what)
        if known and known.deleted and mail["time"] > known.deleted + HOUR:
            yield "3 no mail about a deleted video", mail["subject"]


def _no_message_is_lost(outcome: Outcome) -> Found:
    for queue in outcome.cloud.messaging.queues.values():
        for message in queue.messages:
            yield "4 no message is stuck", f"{queue.name}: {message.body[:200]}"
    for name, body in outcome.cloud.messaging.dropped:
        yield "4 no message is dropped", f"{name}: {body[:200]}"


def _no_server_errors(outcome: Outcome) -> Found:
    for request in outcome.ledger.requests:
        status = request.answer.status
        if status == 500:
            yield "5 no 500", _words(request)
        elif status >= 500 and not request.answer.disturbed:
            yield "5 no 5xx without a fault", _words(request)
        elif status == 503 and "retry-after" not in request.answer.headers:
            yield "5 a 503 says when to retry", _words(request)
    for what in outcome.cloud.broken:
        yield "5 nothing raises", what


def _items_are_bounded(outcome: Outcome) -> Found:
    for table in outcome.cloud.dynamodb.tables.values():
        for item in table.items.values():
            if size_of(item) > MAX_ITEM:
                yield "5 items are bounded", f"{table.name}: {size_of(item):,} B"


def _turns_are_bounded(outcome: Outcome) -> Found:
    for what in outcome.cloud.crowded:
        yield "6 a user has no more than allowed", what
    for table in outcome.cloud.dynamodb.tables.values():
        for item in table.items.values():
            if "extractions" in item:
                yield "6 every turn ends", json.dumps(item)


def _history_goes_forward(outcome: Outcome) -> Found:
    yield from outcome.cloud.dynamodb.flaws


def _keys_repeat_answers(outcome: Outcome) -> Found:
    by_key: dict[tuple[str, str, str], list[Request]] = {}
    for request in outcome.ledger.requests:
        if request.key and request.method == "POST" and request.answer.status < 300:
            by_key.setdefault((request.user, request.key, request.url), []).append(request)
    for (_, key, url), (first, *others) in by_key.items():
        for request in others:
            if request.sent - first.sent > KEY_LIFETIME:
                break
            if fingerprint(request.body) != fingerprint(first.body):
                yield "2 a key is not used for two requests", f"{key} for {url}"
            elif _made(request) != _made(first):
                yield "2 a key makes one thing", f"{key}: {_made(request)} after {_made(first)}"


def _made(request: Request) -> Any:
    view = request.answer.body
    return view["id"] if request.url == "/videos" else (view["id"], view["extraction"])


CHECKS = (
    _every_upload_ends,
    _ends_come_in_time,
    _opened_videos_are_known,
    _one_mail_for_each_end,
    _archives_agree,
    _one_archive_each,
    _nothing_deleted_remains,
    _nothing_belongs_to_nobody,
    _deletion_is_a_barrier,
    _no_late_mail,
    _no_message_is_lost,
    _no_server_errors,
    _items_are_bounded,
    _turns_are_bounded,
    _history_goes_forward,
    _keys_repeat_answers,
)
