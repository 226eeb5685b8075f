"""All that is sealed in the database, brought under the newest of `SECRET_KEYS`, beside a service that may be running.

A running service may renew the tokens of an installation at the same moment, and Slack takes a refresh token once: so
each is claimed first, as a renewal does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.accounts.vault import Place, Vault, clockify_key_of, slack_tokens_of, webhook_token_of
from clankerbot_engine.errors import NotSetUp
from clankerbot_engine.stores.ports import InstallationStore, PersonStore, WebhookSourceStore
from clankerbot_engine.webhooks.registering import PROVIDER

CLAIMED_FOR: Final = timedelta(minutes=1)


@dataclass(slots=True)
class Resealed:
    """How many. `busy`: changed by a running service at that moment; `unreadable`: sealed under a key that is gone."""

    clockify_keys: int = 0
    slack_installations: int = 0
    webhook_tokens: int = 0
    busy: int = 0
    unreadable: int = 0


async def reseal_all(
    people: PersonStore,
    installations: InstallationStore,
    sources: WebhookSourceStore,
    vault: Vault,
    *,
    clock: Callable[[], datetime],
) -> Resealed:
    """What cannot be opened is left as it is, and counted."""
    done = Resealed()
    for connection in await people.connections():
        seen = connection.sealed_key
        anew = _anew(seen, clockify_key_of(connection.principal), vault, done) if seen is not None else None
        if seen is None or anew is None:
            continue
        if await people.reseal(connection.principal, seen=seen, sealed_key=anew):
            done.clockify_keys += 1
        else:
            done.busy += 1
    for source in await sources.all(PROVIDER):
        seen = source.sealed_token
        anew = _anew(seen, webhook_token_of(source.id), vault, done) if seen is not None else None
        if seen is None or anew is None:
            continue
        if await sources.reseal(source.id, seen=seen, sealed_token=anew):
            done.webhook_tokens += 1
        else:
            done.busy += 1
    for listed in await installations.all():
        now = clock()
        if not await installations.claim_renewal(listed.id, now=now, until=now + CLAIMED_FOR):
            done.busy += 1
            continue
        stored = await installations.get(listed.id)  # only now: a renewal may just have ended
        if stored is None:
            continue
        anew = _anew(stored.sealed_tokens, slack_tokens_of(stored.id), vault, done)
        if anew is None:
            continue
        if await installations.renew(
            stored.id, seen=stored.sealed_tokens, sealed_tokens=anew, expires_at=stored.expires_at
        ):
            done.slack_installations += 1
        else:
            done.busy += 1
    return done


def _anew(sealed: str, place: Place, vault: Vault, done: Resealed) -> str | None:
    try:
        return vault.reseal(sealed, place)
    except NotSetUp:
        done.unreadable += 1
        return None
