"""Whose time a summary is of: one's own, a person's, everybody's, or what was done for a client."""

from dataclasses import dataclass

from clankerbot_engine.actions import Choice, Need, Summary
from clankerbot_engine.clockify.models import Member
from clankerbot_engine.errors import NeedsInput, NotFound
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.targets import folded
from clankerbot_engine.integrations.clockify.timesheet import Timesheet

_ONESELF = frozenset(("me", "myself", "i", "my"))


@dataclass(frozen=True, slots=True)
class Whom:
    """`user_id` None: the whole team. What is called by no person may be a client."""

    user_id: str | None
    client_id: str | None = None
    client: str | None = None


async def whom_of(sheet: Timesheet, action: Summary) -> Whom:
    if action.client is not None or action.client_id is not None:
        client_id, name = _client(sheet, action.client, action.client_id)
        user_id = None if action.scope == "team" else sheet.user_id
        if action.user is not None:
            user_id = await _user_id(sheet, action.user)
        return Whom(user_id, client_id, name)
    if action.user is None:
        return Whom(None if action.scope == "team" else sheet.user_id)
    try:
        return Whom(await _user_id(sheet, action.user))
    except NotFound:
        if not any(folded(client) == folded(action.user).strip() for client in _clients(sheet).values()):
            raise
        # "summary for Kestrel Bank": whoever says so may see what everybody did for them, as far as Clockify shows it.
        client_id, name = _client(sheet, action.user, None)
        return Whom(sheet.user_id if sheet.for_member else None, client_id, name)


def _clients(sheet: Timesheet) -> dict[str, str]:
    """Names by id, of those who have a project."""
    return {
        project.client_id: project.client
        for project in sheet.names.catalogue.projects
        if project.client_id is not None and project.client is not None
    }


def _client(sheet: Timesheet, name: str | None, client_id: str | None) -> tuple[str, str]:
    clients = _clients(sheet)
    if client_id is not None and client_id in clients:
        return client_id, clients[client_id]
    wanted = folded(name or "").strip()
    whole = {each: called for each, called in clients.items() if folded(called).strip() == wanted}
    begun = {each: called for each, called in clients.items() if folded(called).strip().startswith(wanted)}
    fitting = whole or (begun if wanted else {})
    if not fitting:
        raise NotFound(
            f"No client with a project is called {name or client_id}; {wording.listed(sorted(clients.values()))} are.",
            details={"field": "client", "reason": "no_such_client", "name": name or client_id},
        )
    if len(fitting) > 1:
        question = f"{len(fitting)} clients are called {name}. Which one do you mean?"
        choices = tuple(Choice(value=called, label=called, id=each) for each, called in fitting.items())
        raise NeedsInput(question, needs=[Need(field="client", reason=question, code="ambiguous", choices=choices)])
    return next(iter(fitting.items()))


async def _user_id(sheet: Timesheet, name: str) -> str:
    """By name or e-mail address: all of it, else the beginning of one of its words."""
    wanted = folded(name).strip()
    if wanted in _ONESELF:
        return sheet.user_id
    members = [member for member in await sheet.client.users.all(sheet.workspace_id) if member.id]
    whole = [member for member in members if wanted in _names_of(member)]
    fitting = whole or [member for member in members if _is_begun_by(member, wanted)]
    if not fitting:
        raise NotFound(
            f"Nobody in this workspace is called {name}.",
            details={"field": "user", "reason": "no_such_person", "name": name},
        )
    if len(fitting) > 1:
        question = f"{len(fitting)} people are called {name}. Whose time do you mean?"
        choices = tuple(
            Choice(value=member.email or member.name, label=f"{member.name} ({member.email})", id=member.id)
            for member in fitting
        )
        raise NeedsInput(question, needs=[Need(field="user", reason=question, code="ambiguous", choices=choices)])
    return fitting[0].id or ""


def _is_begun_by(member: Member, wanted: str) -> bool:
    return any(word.startswith(wanted) for text in _names_of(member) for word in text.split())


def _names_of(member: Member) -> tuple[str, ...]:
    return tuple(folded(text).strip() for text in (member.name, member.email) if text)
