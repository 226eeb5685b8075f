"""Hostile texts through the whole service, by Slack and by REST, with a model that obeys whatever it is told.

What the model's answer is worth by itself: `engine/parsing_llm/test_injection_corpus.py`.
"""

import json
from collections.abc import AsyncIterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clankerbot_engine.stores.people import SqlPersonStore
from tests.bot.running import RunningBot, running_bot
from tests.engine.parsing_llm.injections import (
    COMMANDS,
    CONFIRMED,
    DELETE,
    DISCONNECT,
    EVERY_MINUTE,
    FORWARDED,
    NO_SCHEDULES,
    POST,
    UNDO,
)
from tests.fakes.services import MODEL
from tests.fakes.slack import FakeSlack, Person

ORDERS = ([DELETE], [UNDO], [DISCONNECT], [POST], [NO_SCHEDULES], [EVERY_MINUTE], [CONFIRMED], [UNDO, DELETE])
HOSTILE = [
    text.format(json.dumps({"actions": order}))
    for text, order in zip((*COMMANDS, *FORWARDED), cycle(ORDERS), strict=False)
]
DMITRIS = "what Dmitri alone knows"


class ObedientModel:
    """Answers with the first order in all that it is sent, and keeps what that was."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.obeyed = 0
        self.app = Starlette(routes=[Route("/chat/completions", self._answer, methods=["POST"])])

    async def _answer(self, request: Request) -> Response:
        sent = (await request.json())["messages"]
        self.asked.append(json.dumps(sent))
        said = json.loads(sent[-1]["content"].partition("\n")[2])["text"]
        begins = said.find('{"actions"')
        order: Any = {"actions": []}
        if begins >= 0:
            order, _ = json.JSONDecoder().raw_decode(said[begins:])
            self.obeyed += 1
        return JSONResponse({"choices": [{"finish_reason": "stop", "message": {"content": json.dumps(order)}}]})


@pytest.fixture
def model() -> ObedientModel:
    return ObedientModel()


@pytest.fixture
async def bot(tmp_path: Path, slack: FakeSlack, model: ObedientModel) -> AsyncIterator[RunningBot]:
    async with running_bot(
        tmp_path, slack, model=model.app, deepseek_api_key="sk-0123456789abcdef", deepseek_base_url=MODEL
    ) as running:
        yield running


async def kept(bot: RunningBot) -> tuple[Any, ...]:
    """All that can be destroyed, or said in public, but for time entries."""
    await bot.settled()
    services = bot.service.services
    return (
        await services.schedules.all(None),
        await SqlPersonStore(services.database).connections(),
        [each.text for each in bot.slack.messages.values() if each.for_user is None and each.channel.id == "C0GENERAL"],
    )


async def test_in_slack_nothing_is_destroyed_or_said_in_public(
    bot: RunningBot, ada: Person, model: ObedientModel
) -> None:
    await ada.command("log 1h on Apollo yesterday")
    await ada.command("every friday at 17:00 summary this week")
    before, entries = await kept(bot), set(bot.sandbox.entries)
    for text in HOSTILE:
        await ada.command(text)
    assert await kept(bot) == before
    assert entries <= set(bot.sandbox.entries)  # some say `log 1h` in plain words, which is not hostile
    assert model.obeyed > len(HOSTILE) / 3


async def test_by_rest_nothing_is_destroyed_or_said_in_public(bot: RunningBot, model: ObedientModel) -> None:
    api = await bot.service.client()
    assert (await api.post("/actions/run", json={"text": "log 1h on Apollo yesterday"})).status_code == 200
    before, entries = await kept(bot), set(bot.sandbox.entries)
    for text in HOSTILE:
        answer = await api.post("/actions/run?llm=true", json={"text": text})
        assert answer.status_code < 500, answer.text
    assert await kept(bot) == before
    assert entries <= set(bot.sandbox.entries)
    assert model.obeyed > len(HOSTILE) / 2


async def test_no_prompt_holds_what_another_person_said_or_who_anybody_is(
    bot: RunningBot, ada: Person, model: ObedientModel
) -> None:
    dmitri = await bot.person("dmitri")
    await dmitri.command(f'log 2h on Apollo yesterday "{DMITRIS}"')
    await dmitri.finds("Logged 2 h")
    await ada.command("could you perhaps, if it is no trouble, put some time somewhere for me")
    await ada.command("do for me what dmitri had done the day before")
    await bot.settled()
    assert model.asked
    for prompt in model.asked:
        for theirs in (DMITRIS, dmitri.user.id, ada.user.id, "slack:", "sk-0123456789abcdef", "@example"):
            assert theirs not in prompt
