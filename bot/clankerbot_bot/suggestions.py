"""What a person pushed or merged on GitHub, suggested to them as time: a question in their direct messages.

Nothing is logged by itself, and whoever has not said who they are on GitHub hears nothing.
"""

from hashlib import sha256
from typing import Any, Final

from ulid import ULID

from clankerbot_bot.blocks.questions import question
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.cards import Question
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.people import Person
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.words import Words, words_for
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import LogTime, Need
from clankerbot_engine.parsing.tokens import fold
from clankerbot_engine.stores.ports import JsonDict
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.github import PULL_REQUEST, PUSH

LONGEST_DESCRIPTION: Final = 200


class Suggestions:
    """An `EventHandler`."""

    def __init__(self, shelf: Shelf, accounts: Accounts, outbox: Outbox) -> None:
        self._shelf = shelf
        self._accounts = accounts
        self._outbox = outbox

    async def __call__(self, change: Change) -> None:
        event = change.event
        data = dict(event.data)
        if event.actor is None or event.actor.endswith("[bot]") or not _is_work(event.type, data):
            return
        for principal in await self._accounts.by_github_name(event.actor):
            person = Person.named(principal)
            if person is not None:
                await self._suggest(person, change.delivery_id, event.type, data)

    async def _suggest(self, person: Person, delivery_id: str, event_type: str, data: JsonDict) -> None:
        """Once for each delivery: the card and the post have ids that follow from it."""
        card_id = str(ULID.from_bytes(sha256(f"suggestion:{person.principal}:{delivery_id}".encode()).digest()[:16]))
        if await self._shelf.get(card_id) is None:
            words = words_for((await self._accounts.settings(person.principal)).language)
            project, project_id = await self._project(person, str(data.get("repository") or ""))
            action = LogTime(project=project, project_id=project_id, description=_description(event_type, data))
            need = Need(field="duration_s", reason=words.question_about["duration_s"], code="missing")
            card = Question(
                id=card_id,
                owner=person.principal,
                text=action.description or "",
                actions=(action.model_dump(mode="json"),),
                index=0,
                needs=(need,),
                lead=_lead(event_type, data, words),
            )
            await self._shelf.put(Kept(card))
            await self._outbox.add(card_id, person.team_id, person.user_id, dict(question(card, words)))

    async def _project(self, person: Person, repository: str) -> tuple[str | None, str | None]:
        """The one that is called as the repository is, whatever stands between the words; else it stays open."""
        wanted = _plain(repository.rpartition("/")[2])
        snapshot = await self._accounts.snapshot(person.principal)
        projects = snapshot.catalogue.projects if snapshot is not None and snapshot.catalogue is not None else ()
        found = [each for each in projects if not each.archived and _plain(each.name) == wanted]
        return (found[0].name, found[0].id) if len(found) == 1 else (None, None)


def _is_work(event_type: str, data: JsonDict) -> bool:
    """Commits on a branch, and a pull request that begins or is merged."""
    if not isinstance(data.get("title"), str) or not isinstance(data.get("repository"), str):
        return False
    if event_type == PUSH:
        return bool(data.get("commits")) and str(data.get("ref")).startswith("refs/heads/")
    action = data.get("action")
    return event_type == PULL_REQUEST and (action == "opened" or (action == "closed" and data.get("merged") is True))


def _description(event_type: str, data: JsonDict) -> str:
    number = f" (#{data['number']})" if event_type == PULL_REQUEST else ""
    return f"{_without_brackets(data['title'])[:LONGEST_DESCRIPTION]}{number}"


def _lead(event_type: str, data: JsonDict, words: Words) -> str:
    told = {"repository": safe(data["repository"]), "title": safe(data["title"])}
    if event_type == PUSH:
        return words.pushed.format(n=words.commits(int(data["commits"])), **told)
    what = words.merged if data.get("merged") is True else words.opened
    return words.pull_request.format(number=safe(str(data.get("number"))), what=what, **told)


def _without_brackets(title: Any) -> str:
    """Clockify refuses `<` and `>` in descriptions."""
    return str(title).replace("<", "(").replace(">", ")")


def _plain(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum())
