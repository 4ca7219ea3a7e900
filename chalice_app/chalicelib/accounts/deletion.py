"""Deletes accounts."""

from itertools import islice

from chalicelib.accounts.model import AccountState
from chalicelib.services import Services
from chalicelib.videos.deletion import mark_deleted, next_pass
from chalicelib.videos.effects import delete_objects
from contracts import keys

AT_ONCE = 100
"""How many videos are deleted while the user waits. The sweep deletes the others."""


def delete_account(services: Services, user_id: str, username: str) -> None:
    """Deletes a user with all videos and images. From the first write on, the user's tokens change
    nothing, and what remains undone is finished by the sweep."""
    services.account_states.delete(user_id, username, services.now())
    services.accounts.delete(username)
    for video in islice(services.videos.all_of(user_id), AT_ONCE):
        mark_deleted(services, video)
    delete_objects(services, keys.user_prefix(user_id))


def continue_deletion(services: Services, account: AccountState) -> None:
    """Another pass over a deleted account."""
    if account.username is not None:
        services.accounts.delete(account.username)
    for video in services.videos.all_of(account.user_id):
        mark_deleted(services, video)
    due = next_pass(account.deleted_at or services.now(), services.now())
    delete_objects(services, keys.user_prefix(account.user_id), is_last=due is None)
    if due is None:
        services.running.forget(account.user_id)
        services.usage.forget(account.user_id)
    services.account_states.postpone(account, due)
