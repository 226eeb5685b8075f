"""Clicks on requests that a channel was told of: approved and rejected in Clockify, by whoever clicked.

Everybody in the channel sees the buttons. Clockify decides who may: it is asked with the person's own key, and the card
changes wherever it is shown.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from clankerbot_bot.blocks import View, error_modal
from clankerbot_bot.blocks.reject_form import reject_modal
from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.forms import Forms
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.turns import Origin, Turn, metadata
from clankerbot_bot.words import Words
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.audit import Audit
from clankerbot_engine.errors import ClankerbotError, NeedsConnection
from clankerbot_engine.stores.ports import FeedStore
from clankerbot_engine.webhooks.absences import APPROVAL, Request, State

log = logging.getLogger(__name__)

InTheWay = Literal["gone", "decided"]
_IN_THE_WAY: Final[Mapping[InTheWay, Callable[[Words], str]]] = {
    "gone": lambda words: words.card_gone,
    "decided": lambda words: words.decided_already,
}


class ApprovalClicks:
    def __init__(
        self,
        conversation: Conversation,
        accounts: Accounts,
        feed: FeedStore,
        outbox: Outbox,
        forms: Forms,
        audit: Audit,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._conversation = conversation
        self._accounts = accounts
        self._feed = feed
        self._outbox = outbox
        self._forms = forms
        self._audit = audit
        self._clock = clock

    async def decide(self, turn: Turn, value: str, verdict: State, *, reason: str | None = None) -> None:
        """`value`: of the button. `reason`: what whoever asked is to read."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        request = await self._request(value)
        if isinstance(request, Request):
            _, _, key = value.partition("|")
            await self._carry_out(turn, manner, key, replace(request, state=verdict, reason=reason))
        else:
            await self._conversation.tell(turn, _IN_THE_WAY[request](manner.words))

    async def ask_why(self, turn: Turn, trigger_id: str, origin: Origin, value: str) -> None:
        """Before a request is rejected."""

        async def view(manner: Manner) -> View:
            request = await self._request(value)
            if isinstance(request, Request):
                return reject_modal(manner.words, metadata=metadata(origin, request=value))
            return error_modal(_IN_THE_WAY[request](manner.words), None, manner.words)

        await self._forms.open(turn, trigger_id, view)

    async def _request(self, value: str) -> Request | InTheWay:
        subscription_id, _, key = value.partition("|")
        line = await self._feed.line(subscription_id, key)
        request = None if line is None else Request.from_document(line.document.get("request"))
        if request is None:
            return "gone"
        return request if request.state == "pending" else "decided"

    async def _carry_out(self, turn: Turn, manner: Manner, key: str, decided: Request) -> None:
        """`decided`: the request as it is to be."""
        try:
            account = await self._accounts.of(turn.person.principal)
            snapshot = await account.cache.snapshot()
            if account.for_member or snapshot.workspace_id != decided.workspace_id:
                await self._conversation.tell(turn, manner.words.decide_with_own_key)
                return
            what = "approve" if decided.state == "approved" else "reject"
            async with self._audit.noting(turn.person.principal, turn.way_in, f"{what} request", decided.id):
                await _decide(account, decided)
        except NeedsConnection:
            await self._conversation.tell(turn, manner.words.decide_with_own_key)
            return
        except ClankerbotError as error:
            await self._conversation.tell(turn, safe(told_why(error, manner.words)))
            return
        told = {"principal": turn.person.principal, "request": decided.id, "state": decided.state}
        log.info("request_decided", extra=told)
        decided = replace(decided, decided_by=snapshot.user.name)
        for line in await self._feed.about(key):
            document = {**line.document, "request": decided.to_document()}
            await self._feed.change(replace(line, document=document), due_at=self._clock())
        self._outbox.wake()


async def _decide(account: Account, request: Request) -> None:
    word: Literal["APPROVED", "REJECTED"] = "APPROVED" if request.state == "approved" else "REJECTED"
    if request.entity == APPROVAL:
        await account.client.approvals.set_state(request.workspace_id, request.id, word, note=request.reason)
    else:
        await account.client.time_off.decide(
            request.workspace_id, request.policy_id or "", request.id, word, note=request.reason
        )
