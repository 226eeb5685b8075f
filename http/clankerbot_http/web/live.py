"""What is new on a page, as it happens: server-sent events.

At first everything, then what has changed. A page that was cut off asks again by itself and gets everything anew.
https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import date
from typing import Final

from pydantic_core import to_json

from clankerbot_engine.errors import ClankerbotError
from clankerbot_http.web.playground import Playground
from clankerbot_http.web.rendering import Offered, View
from clankerbot_http.web.slack_sandbox import Member, Modal
from clankerbot_http.web.slack_sandbox.client import Used
from clankerbot_http.web.slack_sandbox.records import Json, elements_of
from clankerbot_http.web.timesheets import timesheet_of
from clankerbot_http.web.words import PageWords

ALIVE_EVERY_S: Final = 15.0
RETRY_MS: Final = 1500
MOST_SHOWN: Final = 60
"""Messages, the newest."""


class Live:
    """`day`: the one that is looked at, until something changes on another one; None: today. `welcome` raises as soon
    as its reader has to sign in again.
    """

    def __init__(
        self,
        playground: Playground,
        member: Member,
        words: PageWords,
        day: date | None,
        *,
        welcome: Callable[[], Awaitable[None]],
    ) -> None:
        self._playground = playground
        self._member = member
        self._words = words
        self._day = day
        self._welcome = welcome
        self._sent: dict[str, str] = {}
        """By the part of the page, what it shows."""
        self._newest = playground.newest.get(playground.user_id_of(member))

    async def events(self) -> AsyncIterator[bytes]:
        with self._playground.pulse.listen() as listener:
            yield b"retry: %d\n\n" % RETRY_MS + _event("begin", {})
            while not self._playground.pulse.closed:
                for event in await self._news():
                    yield event
                if not await listener.beat(ALIVE_EVERY_S):
                    yield b": still here\n\n"
                try:
                    await self._welcome()
                except ClankerbotError:
                    return

    async def _news(self) -> list[bytes]:
        view = View(self._playground.slack, self._member, self._words, self._playground.slack.clock())
        return [*self._messages(view), *self._timesheet(view), *await self._form(view), *self._state()]

    def _messages(self, view: View) -> Iterator[bytes]:
        shown = {f"m{each.ts}": each for each in self._playground.slack.seen_by(self._member)[-MOST_SHOWN:]}
        for part in [part for part in self._sent if part.startswith("m") and part not in shown]:
            del self._sent[part]
            yield _event("gone", {"id": part})
        for part, message in shown.items():
            known = part in self._sent
            if self._changes(part, html := view.message(message)):
                yield _event("message", {"id": part, "html": html, "changed": known})

    def _timesheet(self, view: View) -> Iterator[bytes]:
        user_id = self._playground.user_id_of(self._member)
        newest = self._playground.newest.get(user_id)
        if newest != self._newest and newest is not None:
            self._newest, self._day = newest, newest.astimezone(view.zone).date()
        html = view.timesheet(timesheet_of(self._playground.sandbox, user_id, view.zone, self._day))
        if self._changes("timesheet", html):
            yield _event("timesheet", {"html": html, "day": None if self._day is None else self._day.isoformat()})

    async def _form(self, view: View) -> list[bytes]:
        modal = self._member.modals[-1] if self._member.modals else None
        html = "" if modal is None else view.form(modal, await self._offered(modal))
        return [_event("form", {"html": html})] if self._changes("form", html) else []

    async def _offered(self, modal: Modal) -> Offered:
        offered: dict[tuple[str, str], list[Json]] = {}
        for block, element in elements_of(modal.blocks):
            if element["type"] in ("external_select", "multi_external_select"):
                name = (block["block_id"], element["action_id"])
                try:
                    offered[name] = await self._playground.client.options(self._member, Used(*name), "")
                except ClankerbotError:  # the form has changed meanwhile: it is drawn again
                    offered[name] = []
        return offered

    def _state(self) -> Iterator[bytes]:
        status = self._playground.slack.statuses.get(self._member.channel_id, "")
        state = {"trouble": self._playground.trouble, "status": status}
        if self._changes("state", repr(state)):
            yield _event("state", state)

    def _changes(self, part: str, shown: str) -> bool:
        if self._sent.get(part) == shown:
            return False
        self._sent[part] = shown
        return True


def _event(name: str, data: object) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (name.encode(), to_json(data))
