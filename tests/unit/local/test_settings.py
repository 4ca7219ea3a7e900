"""The settings choose port and place, and isolate the local cloud from other AWS accounts."""

from pathlib import Path

import pytest

from local.settings import ROOT, Settings


def test_by_default_data_is_in_the_repository_and_the_port_is_4566() -> None:
    settings = Settings.from_env({})

    assert settings.home == ROOT / ".stills"
    assert settings.endpoint_url == "http://127.0.0.1:4566"


def test_variables_change_the_place_and_the_port(tmp_path: Path) -> None:
    settings = Settings.from_env({"STILLS_HOME": str(tmp_path), "STILLS_PORT": "4777"})

    assert settings.outputs_file == tmp_path / "outputs.json"
    assert settings.mail_url.startswith("http://127.0.0.1:4777/")


@pytest.mark.parametrize("variable", ["STILLS_PORT", "STILLS_PAGE_PORT"])
@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_an_invalid_port_is_refused_by_name(variable: str, port: str) -> None:
    with pytest.raises(ValueError, match=f"{variable}={port} is not a port"):
        Settings.from_env({variable: port})


def test_the_page_has_a_port_of_its_own() -> None:
    assert Settings.from_env({}).page_url == "http://127.0.0.1:4580"
    assert Settings.from_env({"STILLS_PAGE_PORT": "5000"}).page_url == "http://127.0.0.1:5000"


def test_the_emulator_learns_which_pages_may_use_it() -> None:
    settings = Settings.from_env({"STILLS_ORIGINS": "http://localhost:5173, http://localhost:5174"})

    given = settings.emulator_environment("http://127.0.0.1:1")

    assert given["STILLS_PAGE_PORT"] == "4580"
    assert given["STILLS_ORIGINS"].split(",") == [
        *("http://127.0.0.1:4580", "http://localhost:5173", "http://localhost:5174")
    ]


@pytest.mark.parametrize("value", ["http://localhost:5173/", "localhost:5173", "http://a,*"])
def test_an_origin_that_no_browser_sends_is_refused_by_name(value: str) -> None:
    with pytest.raises(ValueError, match=r"STILLS_ORIGINS=.* is not an origin such as"):
        Settings.from_env({"STILLS_ORIGINS": value})


def test_an_unknown_way_to_run_the_worker_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="STILLS_WORKER=docker is not one of auto, host, image"):
        Settings.from_env({"STILLS_WORKER": "docker"})


def test_the_worker_has_no_credentials_of_its_own(tmp_path: Path) -> None:
    given = Settings(home=tmp_path, port=4777).runner_environment()

    assert not {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} & given.keys()
    assert given["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4777"


def test_the_emulator_and_the_worker_inherit_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/etc/ssl/company.pem")
    settings = Settings(home=tmp_path, port=4777)

    given = settings.emulator_environment("http://127.0.0.1:1") | settings.runner_environment()

    assert not {"AWS_PROFILE", "AWS_CA_BUNDLE", "HOME", "PYTHONPATH"} & given.keys()
    assert given["BIND_HOST"] == "127.0.0.1"
