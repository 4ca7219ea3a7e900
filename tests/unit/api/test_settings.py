"""The configuration is read from the environment."""

from datetime import timedelta

import pytest

from chalicelib.settings import Quotas, Settings

ENV = {
    "VIDEOS_BUCKET_NAME": "videos",
    "IMAGES_BUCKET_NAME": "images",
    "VIDEOS_TABLE_NAME": "table",
    "API_EVENTS_TOPIC_ARN": "topic",
    "JOBS_QUEUE_URL": "jobs",
    "RESULTS_QUEUE_ARN": "results",
    "JOBS_DEAD_LETTER_QUEUE_ARN": "dead-jobs",
    "RESULTS_DEAD_LETTER_QUEUE_ARN": "dead-results",
    "USER_POOL_ID": "pool",
    "USER_POOL_ARN": "pool-arn",
    "USER_POOL_CLIENT_ID": "client",
    "CURSOR_SECRET_ARN": "secret",
    "UNSUBSCRIBE_SECRET_ARN": "links",
    "PAGE_URL": "https://stills.example.com",
    "WORKER_MEMORY": "3008",
    "USER_CONCURRENCY": "5",
    "STAGE": "dev",
    "VIDEO_DAYS": "90",
    "ARCHIVE_DAYS": "30",
    "VIDEOS_PER_DAY": "1000",
    "GIGABYTES_PER_DAY": "500",
    "OPEN_UPLOADS": "100",
}


def test_settings_are_read_from_the_environment() -> None:
    settings = Settings.from_env(ENV)

    assert settings.videos_bucket == "videos"
    assert settings.results_dead_letter_queue_arn == "dead-results"
    assert settings.page_url == "https://stills.example.com"
    assert settings.worker_memory == 3008
    assert settings.user_concurrency == 5
    assert settings.retention.images == timedelta(days=30)
    assert settings.quotas == Quotas(videos_per_day=1000, gigabytes_per_day=500, open_uploads=100)


@pytest.mark.parametrize("name", ENV)
def test_a_missing_variable_is_named(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        Settings.from_env({key: value for key, value in ENV.items() if key != name})
