"""Clicks on requests that a channel was told of: approved and rejected in Clockify, by whoever clicked.

Everybody in the channel sees the buttons. Clockify decides who may: it is asked with the person's own key, and the card
changes wherever it is shown.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.turns import Turn
from clankerbot_engine.accounts.accounts import Account, Accounts
from clankerbot_engine.errors import ClankerbotError, NeedsConnection
from clankerbot_engine.stores.ports import FeedStore
from clankerbot_engine.webhooks.absences import APPROVAL, Request, State


class ApprovalClicks:
    def __init__(
        self,
        conversation: Conversation,
        accounts: Accounts,
        feed: FeedStore,
        outbox: Outbox,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._conversation = conversation
        self._accounts = accounts
        self._feed = feed
        self._outbox = outbox
        self._clock = clock

    async def decide(self, turn: Turn, value: str, verdict: State) -> None:
        manner = await self._conversation.manner_of(turn.person, turn.client)
        subscription_id, _, key = value.partition("|")
        line = await self._feed.line(subscription_id, key)
        request = None if line is None else Request.from_document(line.document.get("request"))
        if request is None:
            await self._conversation.tell(turn, manner.words.card_gone)
        elif request.state != "pending":
            await self._conversation.tell(turn, manner.words.decided_already)
        else:
            await self._carry_out(turn, manner, key, request, verdict)

    async def _carry_out(self, turn: Turn, manner: Manner, key: str, request: Request, verdict: State) -> None:
        try:
            account = await self._accounts.of(turn.person.principal)
            snapshot = await account.cache.snapshot()
            if account.for_member or snapshot.workspace_id != request.workspace_id:
                await self._conversation.tell(turn, manner.words.decide_with_own_key)
                return
            await _decide(account, request, verdict)
        except NeedsConnection:
            await self._conversation.tell(turn, manner.words.decide_with_own_key)
            return
        except ClankerbotError as error:
            await self._conversation.tell(turn, safe(told_why(error, manner.words)))
            return
        decided = replace(request, state=verdict, decided_by=snapshot.user.name)
        for line in await self._feed.about(key):
            document = {**line.document, "request": decided.to_document()}
            await self._feed.change(replace(line, document=document), due_at=self._clock())
        self._outbox.wake()


async def _decide(account: Account, request: Request, verdict: State) -> None:
    word: Literal["APPROVED", "REJECTED"] = "APPROVED" if verdict == "approved" else "REJECTED"
    if request.entity == APPROVAL:
        await account.client.approvals.set_state(request.workspace_id, request.id, word)
    else:
        await account.client.time_off.decide(request.workspace_id, request.policy_id or "", request.id, word)
