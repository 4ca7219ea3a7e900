"""Deletes an account."""

from chalicelib.services import Services
from chalicelib.videos import lifecycle
from contracts import keys


def delete_account(services: Services, user_id: str, username: str) -> None:
    """Deletes a user with all videos and images.

    The user is deleted last, so that a request which was interrupted can be repeated. The markers
    that stop running extractions stay.
    """
    for video in services.videos.all_of(user_id):
        lifecycle.delete(services, video)
    services.objects.delete_all(keys.user_prefix(user_id), keep=keys.is_cancel_marker)
    services.accounts.delete(username)
