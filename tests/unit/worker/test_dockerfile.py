import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOCKERFILE = (ROOT / "worker/Dockerfile").read_text()
SOURCES = re.findall(r"^COPY (\S+)", DOCKERFILE, re.MULTILINE)


@pytest.mark.parametrize("source", SOURCES)
def test_the_files_that_the_image_copies_exist_and_are_sent_to_the_builder(source: str) -> None:
    allowed = (ROOT / ".dockerignore").read_text().splitlines()

    assert (ROOT / source).exists()
    assert f"!{source.rstrip('/')}" in allowed


def test_the_image_contains_only_the_worker_and_what_it_imports() -> None:
    assert SOURCES == ["requirements/worker-image.txt", "contracts/", "stills/", "worker/"]


def test_the_image_installs_only_locked_wheels() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert "--only-binary=:all:" in DOCKERFILE


def test_the_image_does_not_run_as_root() -> None:
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)
