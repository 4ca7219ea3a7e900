"""Steps that several tests take."""

from typing import Any

from contracts import keys
from stills import manifest as manifests
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from tests.integration.api.world import Api, World
from tests.samples import a_source, an_image

FILM = b"film"


def announced(api: Api, **fields: Any) -> str:
    """A video that waits for its file."""
    request = {"filename": "a.mp4", "size": len(FILM), **fields}
    return str(api.call("POST", "/videos", request).json["id"])


def queued(world: World, api: Api, **fields: Any) -> dict[str, Any]:
    """A video whose file was uploaded. Returns the job that was published."""
    world.put_source(api.user_id, announced(api, **fields), FILM)
    [job] = world.published()
    return job


def report(world: World, job: dict[str, Any], kind: str, **fields: Any) -> None:
    """The worker's message about a job arrives."""
    about = {name: job[name] for name in ("user_id", "video_id", "extraction", "attempt")}
    message = {"type": kind, "at": world.now.isoformat(), **about, **fields}
    assert world.deliver("on_results", message) == {"batchItemFailures": []}


def store(world: World, job: dict[str, Any]) -> dict[str, Any]:
    """The worker stores the archive and the manifest. Returns what it reports."""
    where = (job["user_id"], job["video_id"], job["extraction"], job["attempt"])
    made = Manifest(
        source=a_source(),
        options=ExtractionOptions(),
        images=(an_image(0, size=1, offset=0),),
        archive_size=3,
    )
    world.s3.put_object(Bucket="images", Key=keys.archive(*where), Body=b"zip")
    world.s3.put_object(Bucket="images", Key=keys.manifest(*where), Body=manifests.encode(made))
    return {"images": 1, "archive_size": 3}


def completed(world: World, job: dict[str, Any]) -> None:
    report(world, job, "work.succeeded", **store(world, job))


def shown(api: Api, video_id: str) -> dict[str, Any]:
    video: dict[str, Any] = api.call("GET", f"/videos/{video_id}").json
    return video


def stored_in(world: World, bucket: str) -> list[str]:
    found = world.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return [item["Key"] for item in found]


def let_pass(world: World, minutes: int) -> None:
    """Time passes, with the sweep every minute."""
    for _ in range(minutes):
        world.pass_time(minutes=1)
        world.sweep()
