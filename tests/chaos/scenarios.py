"""Fixed stories. Each is run once for each call of AWS and each fault at that call."""

import random
from collections.abc import Callable, Iterator

from tests.chaos.cloud import Cloud
from tests.chaos.faults import SYSTEMATIC, Faults, Kind, NoFaults, OneFault, World
from tests.chaos.run import Result, joined, run
from tests.chaos.scheduler import Task
from tests.chaos.story import READS
from tests.chaos.users import MIB, Ledger, User

ALL_CALLS = 100


def _extraction(user: User) -> None:
    """A video, its images, and images with other options."""
    video = user.create(1500, key="K1")
    if video:
        user.upload(video)
        _wait(user, 20)
        user.extract(video, {"count": 3}, "K2")
        _wait(user, 20)
        user.download(video)
        user.list()


def _failure(user: User) -> None:
    video = user.create()
    if video:
        user.upload(video, broken=True)
        _wait(user, 20)
        user.retry(video)


def _opening(user: User) -> None:
    """A video that is opened before its first extraction, and one that cannot be."""
    video, broken = user.create(extract=False), user.create(extract=False)
    if video and broken:
        user.upload(video)
        user.upload(broken, broken=True)
        _wait(user, 20)
        user.retry(broken)
        user.extract(video, {"count": 3}, "K1")
        _wait(user, 20)


def _parts(user: User) -> None:
    video = user.create(70 * MIB)
    if video:
        user.upload(video)
        user.complete(video)
        user.complete(video)


def _inbox(user: User) -> None:
    user.put_into_inbox("inbox.mp4")
    _wait(user, 20)
    user.list()


def _cancellation(user: User) -> None:
    video = user.create(70 * MIB)
    other = user.create()
    if video and other:
        user.upload(video)
        user.abort(video)
        user.upload(other)
        _wait(user, 0.2)
        user.cancel(other)


def _deletion(user: User) -> None:
    video = user.create()
    if video:
        user.upload(video)
        _wait(user, 0.2)
        user.delete(video)
        user.list()


def _departure(user: User) -> None:
    for size in (1000, 70 * MIB):
        video = user.create(size)
        if video:
            user.upload(video)
    _wait(user, 0.2)
    user.sign_out()
    user.log_in()
    user.leave()
    user.create()


def _turns(user: User) -> None:
    """More videos than may be extracted at the same time; some of them are given up."""
    videos = []
    for number in range(6):
        videos.append(video := user.create())
        if video:
            user.upload(video, broken=number == 1)
            _wait(user, 0.05)
    for video, give_up in zip(videos[::2], (user.cancel, user.delete, user.show), strict=True):
        if video:
            give_up(video)
    _wait(user, 20)
    if videos[0]:
        user.extract(videos[0], {"count": 3})


def _quotas(user: User) -> None:
    """More open uploads and more videos than a user may have, also in the inbox."""
    opened = [user.create(key=f"K{number}") for number in range(4)]
    user.create(key="K0")
    for number in range(6):
        user.put_into_inbox(f"inbox-{number}.mp4")
    _wait(user, 20)
    for video in opened:
        if video:
            user.upload(video)
    user.create(key="K3")
    user.list()


def _no_upload(user: User) -> None:
    user.create(70 * MIB, key="K1")
    user.create(key="K2")


SCENARIOS: tuple[Callable[[User], None], ...] = (
    _extraction,
    _failure,
    _opening,
    _parts,
    _inbox,
    _cancellation,
    _deletion,
    _departure,
    _turns,
    _quotas,
    _no_upload,
)


def _wait(user: User, minutes: float) -> None:
    user.cloud.scheduler.sleep(minutes * 60)


def run_scenario(number: int, call: int, kind: Kind) -> Result:
    """`call` is the number of the call at which the fault happens."""
    name = f"scenario {_name(number)}, {kind} at call {call}"
    return _run(number, name, OneFault(call, kind))


def single_faults(number: int) -> Iterator[tuple[int, int, Kind]]:
    """The arguments of every run of a scenario. After so many calls, only the sweep is left, whose
    reads repeat."""
    census = NoFaults()
    _run(number, _name(number), census)
    for call, operation in enumerate(census.operations):
        if call < ALL_CALLS or not operation.startswith(READS):
            for kind in SYSTEMATIC:
                yield number, call, kind


def _name(number: int) -> str:
    return SCENARIOS[number].__name__.strip("_")


def _run(number: int, name: str, faults: Faults) -> Result:
    def script(cloud: Cloud, ledger: Ledger) -> list[Task]:
        user = joined(cloud, ledger, "ada")
        return [cloud.scheduler.spawn(Task("ada", lambda: SCENARIOS[number](user)))]

    return run(name, random.Random("scenario"), World(), faults, script, reads=False)
