"""Opening modals: something at once, as a trigger lives for three seconds; the rest when it is known."""

import logging
from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot import blocks
from clankerbot_bot.blocks import View
from clankerbot_bot.surfaces import NotShown, called
from clankerbot_bot.words import Words

log = logging.getLogger(__name__)


class Modal:
    """One that is open."""

    def __init__(self, client: AsyncWebClient, view_id: str) -> None:
        self._client = client
        self._view_id = view_id

    async def becomes(self, view: View) -> None:
        """Never raises: the person may have closed it."""
        try:
            await called(self._client.views_update, view_id=self._view_id, view=view)
        except NotShown as error:
            log.info("slack_modal_not_updated", extra={"error": error.error})


async def open_modal(
    client: AsyncWebClient, trigger_id: str, words: Words, *, when_too_late: Callable[[], Awaitable[None]]
) -> Modal | None:
    """With a loading state. None where Slack opens nothing any more: then `when_too_late` has said so."""
    try:
        answer = await called(client.views_open, trigger_id=trigger_id, view=blocks.loading_modal(words))
    except NotShown as error:
        log.warning("slack_modal_not_opened", extra={"error": error.error})
        await when_too_late()
        return None
    return Modal(client, answer["view"]["id"])
