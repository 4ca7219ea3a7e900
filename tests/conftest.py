"""The local cloud, one for all tests that need it, and the profile of property tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from local.clips import make_clip
from local.signup import sign_up
from tests.e2e.conftest import PASSWORD, LocalCloud, User, free_port

settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    cloud = LocalCloud(tmp_path_factory.mktemp("stills"), free_port())
    cloud.start()
    yield cloud
    assert cloud.stop() == 0
    assert not cloud.is_listening()


@pytest.fixture
def new_user(cloud: LocalCloud) -> Iterator[Callable[[], User]]:
    with ExitStack() as stack:

        def sign_up_one() -> User:
            client, email = sign_up(cloud.outputs, PASSWORD)
            stack.callback(client.close)
            return User(client, email, cloud.outputs["mail_url"])

        yield sign_up_one


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of four seconds."""
    path = tmp_path_factory.mktemp("clips") / "river at dawn.mp4"
    return make_clip(path, seconds=4, width=320, height=180)


@pytest.fixture
def user(new_user: Callable[[], User]) -> User:
    return new_user()


@pytest.fixture
def page_url(cloud: LocalCloud) -> str:
    """The address of the page."""
    if cloud.outputs["page_url"] is None:
        pytest.skip("the page is not built: `make page` says why")
    url: str = cloud.outputs["page_url"]
    return url
