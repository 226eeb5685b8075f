"""What the database holds that somebody must act on: sealed keys, and posts that did not reach Slack."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from clankerbot_engine.accounts.vault import Place, Vault, clockify_key_of, slack_tokens_of, webhook_token_of
from clankerbot_engine.errors import NotSetUp
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.installations import SqlInstallationStore
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import Post
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.registering import PROVIDER
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.storage import opened_as_it_is

SECRETS, POSTS = "sealed keys", "posts"
Sealed = tuple[str, Place]
_NEWEST: Final = 3
_COUNTED: Final = 1000
_A_WORD: Final = "Set SECRET_KEYS to a long random word (openssl rand -hex 32), and start the service again."


async def check_kept(settings: Settings) -> AsyncIterator[Finding]:
    sealed, parked = await _read(settings)
    yield _secrets(settings, sealed)
    if parked:
        yield _parked(parked)


async def _read(settings: Settings) -> tuple[list[Sealed], list[Post]]:
    """Nothing where the database cannot be read: `storage` says what is wrong with it."""
    async with opened_as_it_is(settings.database_url) as database:
        if database is None:
            return [], []
        sealed = [
            (each.sealed_key, clockify_key_of(each.principal))
            for each in await SqlPersonStore(database).connections()
            if each.sealed_key
        ]
        sealed += [
            (each.sealed_tokens, slack_tokens_of(each.id)) for each in await SqlInstallationStore(database).all()
        ]
        sealed += [
            (each.sealed_token, webhook_token_of(each.id))
            for each in await SqlWebhookSourceStore(database).all(PROVIDER)
            if each.sealed_token
        ]
        return sealed, await SqlOutboxStore(database).parked(limit=_COUNTED)


def _secrets(settings: Settings, sealed: Sequence[Sealed]) -> Finding:
    vault = Vault(settings.secret_keys)
    if not vault.is_open:
        if sealed:
            mend = "Set SECRET_KEYS to the word that they were sealed under, and start the service again."
            return Finding(SECRETS, "problem", f"SECRET_KEYS is not set, so {_these(sealed)} cannot be opened.", mend)
        if settings.slack_client_id is not None:
            return Finding(
                SECRETS, "problem", "SECRET_KEYS is not set, so Slack's installations cannot be kept.", _A_WORD
            )
        if settings.slack_bot_token is not None:
            message = "SECRET_KEYS is not set, so nobody in Slack can connect with a Clockify key of their own."
            return Finding(SECRETS, "warning", message, _A_WORD)
        return Finding(SECRETS, "off", "SECRET_KEYS is not set; only people in Slack need it.")
    closed = [each for each in sealed if not _opens(vault, *each)]
    if closed:
        mend = "Add the former word to SECRET_KEYS behind a comma; without it, these people connect anew."
        return Finding(SECRETS, "problem", f"SECRET_KEYS opens all but {len(closed)} of {_these(sealed)}.", mend)
    if len(settings.secret_keys) > 1:
        mend = "Run: clankerbot keys rotate. Then leave the first word only, and start the service again."
        return Finding(SECRETS, "warning", "SECRET_KEYS holds former words, too: a rotation is not finished.", mend)
    return Finding(SECRETS, "ok", f"SECRET_KEYS opens all there is ({_these(sealed)}).")


def _these(sealed: Sequence[Sealed]) -> str:
    return f"{len(sealed)} sealed {'key' if len(sealed) == 1 else 'keys'}"


def _opens(vault: Vault, sealed: str, place: Place) -> bool:
    try:
        vault.unseal(sealed, place)
    except NotSetUp:
        return False
    return True


def _parked(posts: Sequence[Post]) -> Finding:
    """The newest first."""
    number = f"{_COUNTED} or more" if len(posts) >= _COUNTED else str(len(posts))
    newest = "; ".join(
        f"{post.created_at:%Y-%m-%d %H:%M} to {post.channel}: {(post.error or 'no reason is known')[:120]}"
        for post in posts[:_NEWEST]
    )
    are = "message is" if len(posts) == 1 else "messages are"
    mend = "Look in those channels whether they came; they are not sent again by themselves."
    return Finding(POSTS, "warning", f"{number} {are} not known to have reached Slack. The newest: {newest}.", mend)
