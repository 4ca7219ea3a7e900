"""The Chalice app on moto, called with the events that AWS sends it."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.integration.api.extraction import completed
from tests.integration.api.world import REGION, Api, World, build


@pytest.fixture(scope="module")
def shared_world() -> Iterator[World]:
    """Building clients takes long, so the tests of a module share a world; `world` empties it."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_CA_BUNDLE"):
            patch.delenv(name, raising=False)
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield build(patch.setenv)


@pytest.fixture
def world(shared_world: World) -> World:
    shared_world.empty()
    return shared_world


@pytest.fixture
def extracted(world: World) -> tuple[Api, str]:
    """The owner of a video whose images are extracted, and its path."""
    return completed(world)
