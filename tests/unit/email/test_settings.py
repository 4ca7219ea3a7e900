import pytest

from notifications.settings import Settings

ENV = {
    "STAGE": "dev",
    "USER_POOL_ID": "eu-central-1_abc",
    "SENDER_ADDRESS": "stills@example.com",
    "EMAIL_CONFIGURATION": "stills-dev",
    "IMAGES_BUCKET_NAME": "images",
    "ARCHIVE_DAYS": "90",
    "IDEMPOTENCY_TABLE_NAME": "sent",
    "PAGE_URL": "https://stills.example.com",
    "UNSUBSCRIBE_SECRET_ARN": "links",
}


def test_settings_are_read_from_the_environment() -> None:
    assert Settings.from_env(ENV) == Settings(
        stage="dev",
        user_pool_id="eu-central-1_abc",
        sender="stills@example.com",
        ses_configuration="stills-dev",
        images_bucket="images",
        archive_days=90,
        idempotency_table="sent",
        page_url="https://stills.example.com",
        unsubscribe_secret_arn="links",
    )


@pytest.mark.parametrize("name", ENV)
def test_a_missing_variable_is_named(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        Settings.from_env({key: value for key, value in ENV.items() if key != name})
