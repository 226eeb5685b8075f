"""What webhooks say of the workspace is known a moment later, and Clockify is asked for nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.services import Service, data_of, running_service

SECRET = "the-shared-secret"
PROJECT = {"id": "66aa00000000000000000003", "name": "Zeppelin", "clientName": "Acme", "public": True, "tasks": []}
TASK = {"id": "66aa00000000000000000005", "name": "Hull", "projectId": PROJECT["id"], "status": "ACTIVE"}


class Desk:
    """Reads texts, and hears from Clockify."""

    def __init__(self, service: Service, api: httpx.AsyncClient, clockify: httpx.AsyncClient) -> None:
        self.service = service
        self._api = api
        self._clockify = clockify

    async def hears(self, event_type: str, body: dict[str, Any], **more: Any) -> None:
        headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": event_type}
        told = {"workspaceId": self.service.sandbox.workspace_id, **body, **more}
        data_of(await self._clockify.post("/webhooks/clockify", json=told, headers=headers))
        assert await self.service.services.inbox.work_once() == 1
        self.service.clock.go_on(minutes=4)  # two changes at once would have to be looked up

    async def reads(self, text: str) -> dict[str, Any]:
        parsed = data_of(await self._api.post("/actions/parse", json={"text": text}))
        action: dict[str, Any] = parsed["actions"][0]
        return action

    async def knows(self, project: str) -> bool:
        action = await self.reads(f"log 1h on {project}")
        return (action["project"], action["project_id"] is not None) == (project, True)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path, webhook_shared_secret=SECRET) as running:
        yield running


@pytest.fixture
async def desk(service: Service, api: httpx.AsyncClient, nobody: httpx.AsyncClient) -> AsyncIterator[Desk]:
    """Everything is known already; afterwards it is checked that Clockify was asked for nothing more."""
    service.sandbox.plan = "FREE"  # where what is known counts as fresh for an hour
    desk = Desk(service, api, nobody)
    assert await desk.knows("Apollo")
    service.sandbox.traffic.clear()
    yield desk
    assert [request.path for request in service.sandbox.traffic.log] == []


async def test_a_new_project_can_be_logged_on_at_once(desk: Desk) -> None:
    assert not await desk.knows("Zeppelin")
    await desk.hears("NEW_PROJECT", PROJECT)
    action = await desk.reads("log 1h on Zeppelin yesterday")
    assert action["project_id"] == PROJECT["id"]


async def test_a_project_is_renamed_archived_restored_and_deleted(desk: Desk) -> None:
    await desk.hears("NEW_PROJECT", PROJECT)
    await desk.hears("PROJECT_UPDATED", PROJECT, name="Airship")
    assert await desk.knows("Airship")
    assert not await desk.knows("Zeppelin")
    await desk.hears("PROJECT_UPDATED", PROJECT, name="Airship", archived=True)
    assert not await desk.knows("Airship")
    await desk.hears("PROJECT_UPDATED", PROJECT, name="Airship", archived=False)
    assert await desk.knows("Airship")
    await desk.hears("PROJECT_DELETED", PROJECT, name="Airship")
    assert not await desk.knows("Airship")


async def test_tasks_come_change_are_done_and_go(desk: Desk) -> None:
    async def task() -> str | None:
        found: str | None = (await desk.reads("log 1h on Zeppelin / Hull"))["task_id"]
        return found

    await desk.hears("NEW_PROJECT", PROJECT)
    await desk.hears("NEW_TASK", TASK)
    assert await task() == TASK["id"]
    await desk.hears("PROJECT_UPDATED", PROJECT, note="tasks have events of their own")
    assert await task() == TASK["id"]
    await desk.hears("TASK_UPDATED", TASK, status="DONE")
    assert await task() is None
    await desk.hears("TASK_UPDATED", TASK, billable=True)
    assert await task() == TASK["id"]
    await desk.hears("TASK_DELETED", TASK, billable=True)
    assert await task() is None


async def test_a_client_that_is_renamed_tells_projects_apart_by_its_new_name(desk: Desk) -> None:
    await desk.hears("NEW_PROJECT", PROJECT)
    await desk.hears("NEW_CLIENT", {"id": "c", "name": "Acme"})
    await desk.hears("CLIENT_UPDATED", {"id": "c", "name": "Zenith"})
    assert (await clients(desk))["Zeppelin"] == "Zenith"


async def clients(desk: Desk) -> dict[str, str | None]:
    snapshot = await desk.service.services.accounts.live()[0].cache.snapshot()
    return {project.name: project.client for project in snapshot.catalogue.projects}


async def test_a_client_is_known_by_its_id_when_it_is_first_heard_of(desk: Desk) -> None:
    client = next(iter(desk.service.sandbox.clients.values()))
    named = {name for name, known in (await clients(desk)).items() if known == client.name}
    await desk.hears("CLIENT_UPDATED", {"id": client.id, "name": "Zenith"})
    assert {name for name, known in (await clients(desk)).items() if known == "Zenith"} == named != set()
    await desk.hears("CLIENT_DELETED", {"id": client.id, "name": "Zenith"})
    assert {(await clients(desk))[name] for name in named} == {None}


async def test_where_it_is_not_sure_which_change_is_the_later_nobody_asks_at_once(desk: Desk) -> None:
    """On a free plan, whose 30 requests an hour are for all."""
    for name in ("Airship", "Balloon", "Zeppelin"):
        await desk.hears("PROJECT_UPDATED", PROJECT, name=name)
        desk.service.clock.go_on(minutes=-4)
    assert await desk.knows("Zeppelin")


async def test_a_private_project_is_known_to_its_members_alone(desk: Desk) -> None:
    hers = {"public": False, "memberships": [{"userId": desk.service.sandbox.owner.id}]}
    await desk.hears("NEW_PROJECT", PROJECT, **hers)
    assert await desk.knows("Zeppelin")
    await desk.hears("PROJECT_UPDATED", PROJECT, public=False, memberships=[{"userId": "somebody-else"}])
    assert not await desk.knows("Zeppelin")
    await desk.hears("PROJECT_UPDATED", PROJECT, note="public again")
    assert await desk.knows("Zeppelin")


async def test_tags_come_and_go(desk: Desk) -> None:
    tag = {"id": "66aa00000000000000000009", "name": "zeppelining", "archived": False}
    await desk.hears("NEW_TAG", tag)
    assert (await desk.reads("log 1h on Apollo #zeppelining"))["tag_ids"] == [tag["id"]]
    await desk.hears("TAG_DELETED", tag)
    assert (await desk.reads("log 1h on Apollo #zeppelining"))["tag_ids"] == []


async def test_an_event_of_another_workspace_or_of_another_kind_changes_nothing(desk: Desk) -> None:
    account = desk.service.services.accounts.live()[0]
    known = await account.cache.snapshot()
    await desk.hears("NEW_PROJECT", PROJECT, workspaceId="66aa0000000000000000ffff")
    await desk.hears("NEW_TIME_ENTRY", {"id": "e", "projectId": PROJECT["id"]})
    await desk.hears("USER_UPDATED", {"id": "somebody-else", "name": "Zoe"})
    await desk.hears("NEW_TASK", TASK, id="other", projectId="unseen")
    assert await account.cache.snapshot() is known


async def test_what_is_kept_for_after_a_restart_is_true_as_well(desk: Desk, tmp_path: Path, service: Service) -> None:
    await desk.hears("NEW_PROJECT", PROJECT)
    store = service.services.accounts.live()[0].cache
    assert "Zeppelin" in [project.name for project in (await store.snapshot()).catalogue.projects]
    rows = await service.services.database.read(
        lambda connection: connection.exec_driver_sql("SELECT value FROM cache_entries").scalars().all()
    )
    assert any("Zeppelin" in row for row in rows)


async def test_what_is_known_of_people_who_are_not_here_is_kept_true_too(tmp_path: Path) -> None:
    async with running_service(tmp_path, webhook_shared_secret=SECRET) as before:
        assert await Desk(before, await before.client(), await before.anonymous()).knows("Apollo")
    async with running_service(tmp_path, webhook_shared_secret=SECRET) as after:
        desk = Desk(after, await after.client(), await after.anonymous())
        # The sandbox is another one now, and nothing of it has been asked for: all there is, is in the store.
        workspace_id = before.sandbox.workspace_id
        await desk.hears("NEW_PROJECT", PROJECT, workspaceId=workspace_id)
        assert after.sandbox.traffic.count == 0
        rows = await after.services.database.read(
            lambda connection: connection.exec_driver_sql("SELECT value FROM cache_entries").scalars().all()
        )
        assert any("Zeppelin" in row for row in rows)


@pytest.mark.parametrize(
    ("event_type", "body"),
    [
        ("NEW_PROJECT", {"id": PROJECT["id"], "name": "Zeppelin"}),  # nobody says who may see it
        ("PROJECT_UPDATED", {"id": PROJECT["id"], "name": 7}),
        ("TAG_UPDATED", {"id": "t", "name": None}),
    ],
)
async def test_what_the_event_does_not_tell_is_asked_for_when_it_is_needed(
    service: Service, api: httpx.AsyncClient, nobody: httpx.AsyncClient, event_type: str, body: dict[str, Any]
) -> None:
    desk = Desk(service, api, nobody)
    assert await desk.knows("Apollo")
    service.sandbox.traffic.clear()
    await desk.hears(event_type, body)
    assert service.sandbox.traffic.count == 0
    assert await desk.knows("Apollo")
    assert service.sandbox.traffic.count == 1
