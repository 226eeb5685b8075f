"""One request from someone known: who asks, of which workspace, and the answer in the real one's form."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import refusals
from clankerbot_engine.clockify.sandbox.reading import Fields, Json, Query, body_of
from clankerbot_engine.clockify.sandbox.records import Client, Person, Project, Tag, Task
from clankerbot_engine.clockify.sandbox.state import SandboxState

LARGEST_PAGE = 5000


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(),
        status,
        headers=headers,
        media_type="application/json",
    )


def caller_of(state: SandboxState, request: Request) -> Person:
    """Exactly one of the two headers must name someone (`clockify-api` §2.2)."""
    key, token = request.headers.get("x-api-key"), request.headers.get("x-addon-token")
    if (key is None) == (token is None):
        raise refusals.Refusal(401, 1000, "Full authentication is required to access this resource")
    if key is not None:
        if key not in state.keys:
            raise refusals.Refusal(401, 4003, "Api key does not exist")
        return state.people[state.keys[key]]
    if token not in state.addon_tokens:
        raise refusals.Refusal(401, 4017, "Invalid token")
    return state.people[state.addon_tokens[token]]


class Call:
    """Routes read from it and look entities up through it: an unknown id is refused as the real one refuses it."""

    def __init__(self, state: SandboxState, request: Request) -> None:
        self.state = state
        self.request = request
        self.query = Query(request.query_params)
        self.caller = caller_of(state, request)

    async def body(self) -> Json:
        """The JSON body; unreadable where there is none."""
        value = await body_of(self.request)
        if value is None:
            raise refusals.unreadable()
        return value

    async def fields(self) -> Fields:
        return Fields(await self.body())

    async def optional_fields(self) -> Fields:
        """As `fields`; no body at all counts as `{}`."""
        value = await body_of(self.request)
        return Fields({} if value is None else value)

    def page(
        self,
        rows: list[Any],
        *,
        size: int = 50,
        largest: int = LARGEST_PAGE,
        envelope: Callable[[list[Any]], Json] = lambda rows: rows,
    ) -> Response:
        """The asked page of `rows`, in its `envelope`, with `Last-Page` (there is no total count)."""
        page, size = self.query.number("page", 1), self.query.number("page-size", size)
        if page < 1:
            raise refusals.invalid("Page number must be greater than 0")
        if not 1 <= size <= largest:
            raise refusals.invalid(f"Page size must be between 1 and {largest}")
        first = (page - 1) * size
        is_last = first + size >= len(rows)
        return answer(envelope(rows[first : first + size]), headers={"Last-Page": "true" if is_last else "false"})

    def in_order(self, rows: list[Any], columns: dict[str, Any], default: str) -> list[Any]:
        """Sorted by `sort-column` (a key of `columns`, whose values are key functions) and `sort-order`."""
        column = self.query.choice("sort-column", tuple(columns)) or default
        order = self.query.choice("sort-order", ("ASCENDING", "DESCENDING"))
        return sorted(rows, key=columns[column], reverse=order == "DESCENDING")

    def named(self, rows: list[Any]) -> list[Any]:
        """Those whose `name` contains the query's, or, with `strict-name-search`, is it; case does not matter."""
        wanted = self.query.text("name")
        strict = self.query.flag("strict-name-search")
        if wanted is None:
            return rows
        wanted = wanted.casefold()
        if strict:
            return [row for row in rows if row.name.casefold() == wanted]
        return [row for row in rows if wanted in row.name.casefold()]

    def archived(self, rows: list[Any]) -> list[Any]:
        """`archived` left out: both."""
        wanted = self.query.flag("archived")
        return rows if wanted is None else [row for row in rows if row.archived is wanted]

    def refuse_addon_token(self) -> None:
        if "x-addon-token" in self.request.headers:
            raise refusals.Refusal(401, 1000, "An add-on token cannot access this resource")

    def require_admin(self) -> None:
        if not self.caller.is_admin:
            raise refusals.denied()

    def require_manager(self) -> None:
        if not self.caller.is_manager:
            raise refusals.denied()

    def sees(self, project: Project) -> bool:
        return project.public or self.caller.is_admin or self.caller.id in project.members

    def person(self, user_id: str) -> Person:
        person = self.state.people.get(user_id)
        if person is None:
            raise refusals.missing("User")
        return person

    def project(self, project_id: str) -> Project:
        """A private project of others is, to a regular user, not there."""
        project = self.state.projects.get(project_id)
        if project is None or not self.sees(project):
            raise refusals.missing("Project")
        return project

    def task(self, project_id: str | None, task_id: str) -> Task:
        task = self.state.tasks.get(task_id)
        if task is None or task.project_id != project_id:
            raise refusals.missing("Task", "Project")
        return task

    def tag(self, tag_id: str) -> Tag:
        tag = self.state.tags.get(tag_id)
        if tag is None:
            raise refusals.missing("Tag")
        return tag

    def client(self, client_id: str) -> Client:
        client = self.state.clients.get(client_id)
        if client is None:
            raise refusals.missing("Client")
        return client


def state_of(request: Request) -> SandboxState:
    state: SandboxState = request.state.sandbox
    return state


def _known_caller(request: Request) -> Call:
    return Call(state_of(request), request)


def _member(request: Request, workspace_id: str) -> Call:
    """In the order of the real one: the key first, then the workspace."""
    call = Call(state_of(request), request)
    if workspace_id != call.state.workspace_id:
        raise refusals.unknown_workspace()
    if call.caller.membership != "ACTIVE":
        raise refusals.denied()
    return call


KnownCaller = Annotated[Call, Depends(_known_caller)]
Member = Annotated[Call, Depends(_member)]
