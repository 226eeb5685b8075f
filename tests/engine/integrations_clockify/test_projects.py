"""Projects: listed without a request, created once, and taken back whole."""

import pytest

from clankerbot_engine.actions import CreateProject, ListProjects, LogTime, Undo
from clankerbot_engine.errors import Conflict, ValidationFailed
from tests.engine.integrations_clockify.conftest import Desk


def named(desk: Desk, name: str) -> list[tuple[str, str | None]]:
    """Projects of that name, each with its client's."""
    clients = desk.state.clients
    return [
        (project.name, clients[project.client_id].name if project.client_id else None)
        for project in desk.state.projects.values()
        if project.name == name
    ]


async def test_the_list_costs_no_request_and_leaves_archived_ones_out(desk: Desk) -> None:
    result = await desk.do(ListProjects())
    assert desk.sent == []
    names = [project.name for project in result.projects]
    assert names == sorted(names, key=str.casefold)
    assert "Zeus" not in names
    apollo = next(project for project in result.projects if project.name == "Apollo")
    assert (apollo.client, sorted(apollo.tasks)) == ("Northwind Space", ["Design", "Development", "Testing"])
    assert result.message.startswith("11 projects: Apollo (Northwind Space), Apollo Web (Northwind Space), ")


async def test_a_project_is_created_and_known_at_once(desk: Desk) -> None:
    result = await desk.do(CreateProject(project="Gemini"))
    assert result.message == "Created the project Gemini."
    assert named(desk, "Gemini") == [("Gemini", None)]
    assert [project.name for project in result.projects] == ["Gemini"]
    await desk.do(LogTime(project="Gemini", duration_s=60))


async def test_a_name_that_is_taken_is_no_name_for_a_second_one_unless_a_client_is_named(desk: Desk) -> None:
    for action in (CreateProject(project="apollo"), CreateProject(project="Apollo", client="northwind space")):
        with pytest.raises(Conflict, match=r"There is a project Apollo \(Northwind Space\) already"):
            await desk.one(action)
    assert (await desk.do(CreateProject(project="Apollo", client="Kestrel Bank"))).message.endswith("(Kestrel Bank).")


async def test_a_client_that_is_there_is_taken(desk: Desk) -> None:
    before = len(desk.state.clients)
    result = await desk.do(CreateProject(project="Gemini", client="kestrel bank"))
    assert named(desk, "Gemini") == [("Gemini", "Kestrel Bank")]
    assert len(desk.state.clients) == before
    assert result.message == "Created the project Gemini (Kestrel Bank)."


async def test_a_client_that_is_not_there_is_made(desk: Desk) -> None:
    planned = await desk.one(CreateProject(project="Gemini", client="NASA"), dry_run=True)
    assert planned.message == "Would create the project Gemini (NASA) and the client."
    assert named(desk, "Gemini") == []
    await desk.do(CreateProject(project="Gemini", client="NASA"))
    assert named(desk, "Gemini") == [("Gemini", "NASA")]


async def test_the_same_name_may_be_there_for_another_client(desk: Desk) -> None:
    await desk.do(CreateProject(project="Apollo", client="Kestrel Bank"))
    assert sorted(named(desk, "Apollo")) == [("Apollo", "Kestrel Bank"), ("Apollo", "Northwind Space")]


@pytest.mark.parametrize(
    ("project", "client", "said"),
    [
        ("APOLLO", "northwind space", "There is a project Apollo (Northwind Space) already."),
        ("Zeus", "Olympia Couriers", "There is a project Zeus (Olympia Couriers) already, archived."),
    ],
)
async def test_a_name_that_is_taken_is_refused(desk: Desk, project: str, client: str, said: str) -> None:
    with pytest.raises(Conflict) as caught:
        await desk.one(CreateProject(project=project, client=client))
    assert caught.value.message == said


@pytest.mark.parametrize(("project", "client"), [("a<b", None), ("Gemini", "x>y"), ("  x  ", None)])
async def test_a_name_that_clockify_refuses_is_refused_before(desk: Desk, project: str, client: str | None) -> None:
    with pytest.raises(ValidationFailed):
        await desk.one(CreateProject(project=project, client=client))
    assert [line for line in desk.sent if not line.startswith("GET")] == []


async def test_an_archived_client_is_not_used(desk: Desk) -> None:
    client = next(client for client in desk.state.clients.values() if client.name == "Kestrel Bank")
    client.archived = True
    with pytest.raises(ValidationFailed, match="archived"):
        await desk.one(CreateProject(project="Gemini", client="Kestrel Bank"))


async def test_undo_deletes_it(desk: Desk) -> None:
    await desk.do(CreateProject(project="Gemini", client="Kestrel Bank"))
    result = await desk.do(Undo())
    assert named(desk, "Gemini") == []
    assert result.message == "Undone: deleted the project Gemini (Kestrel Bank)."
    assert "Gemini" not in [project.name for project in (await desk.do(ListProjects())).projects]


async def test_undo_leaves_it_where_time_was_logged_on_it(desk: Desk) -> None:
    """By anybody: the entries would lose their project."""
    created = await desk.do(CreateProject(project="Gemini"))
    colleague = next(user_id for user_id in desk.state.people if user_id != desk.user_id)
    await desk.do(LogTime(project="Gemini", duration_s=60))
    desk.entries[-1].user_id = colleague
    assert created.operation_id is not None
    result = await desk.one(Undo(target=created.operation_id))
    assert result.error is not None
    assert result.error.code == "conflict"
    assert named(desk, "Gemini") == [("Gemini", None)]
