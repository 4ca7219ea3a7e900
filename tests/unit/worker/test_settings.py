from dataclasses import astuple

import pytest

from worker.settings import Settings

ENVIRONMENT = {
    "STAGE": "dev",
    "VIDEOS_BUCKET_NAME": "videos",
    "IMAGES_BUCKET_NAME": "images",
    "WORKER_EVENTS_TOPIC_ARN": "arn:aws:sns:eu-central-1:123456789012:worker-events",
    "JOBS_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "3008",
}


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)

    settings = Settings.from_env()

    assert [str(value) for value in astuple(settings)] == list(ENVIRONMENT.values())
    assert settings.memory == 3008


@pytest.mark.parametrize("missing", ENVIRONMENT)
def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(missing)

    with pytest.raises(KeyError, match=missing):
        Settings.from_env()
