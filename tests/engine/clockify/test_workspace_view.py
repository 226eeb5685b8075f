"""The workspace cache: which workspace it is of, who is an admin, and how a person reads."""

import asyncio
from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.client import Credential
from clankerbot_engine.clockify.sandbox import (
    DEMO_ADDON_TOKEN,
    MANAGER_API_KEY,
    OWNER_API_KEY,
    REGULAR_API_KEY,
    Fault,
    SandboxState,
)
from clankerbot_engine.clockify.workspace import WorkspaceCache
from clankerbot_engine.errors import NotFound, UpstreamError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.preferences import DEFAULT_PREFERENCES
from tests.engine.clockify.conftest import STALE, FakeClock, MakeClient, Open, landed, names


@pytest.mark.parametrize(
    ("key", "is_admin"), [(OWNER_API_KEY, True), (MANAGER_API_KEY, False), (REGULAR_API_KEY, False)]
)
async def test_who_is_an_admin_costs_one_request_once(
    open_cache: Open, make_client: MakeClient, state: SandboxState, key: str, is_admin: bool
) -> None:
    cache = open_cache(make_client(key=key))
    assert (await cache.snapshot()).is_admin is None
    assert await cache.is_admin() is await cache.is_admin() is is_admin
    assert (await cache.snapshot()).is_admin is is_admin
    assert state.traffic.count == 5


async def test_of_an_add_on_nobody_knows_whether_it_is_an_admin(
    open_cache: Open, make_client: MakeClient, state: SandboxState
) -> None:
    client = make_client(credential=Credential("X-Addon-Token", SecretStr(DEMO_ADDON_TOKEN)))
    assert await open_cache(client).is_admin() is None
    assert state.traffic.count == 0


async def test_if_clockify_cannot_say_who_is_an_admin_nobody_knows(cache: WorkspaceCache, state: SandboxState) -> None:
    await cache.snapshot()
    state.faults.add(Fault("server_error", times=None))
    assert await cache.is_admin() is None


async def test_a_configured_workspace_is_asked_for_at_once(open_cache: Open, state: SandboxState) -> None:
    snapshot = await open_cache(workspace_id=state.workspace_id).snapshot()
    assert snapshot.workspace_id == state.workspace_id
    assert state.traffic.count == 4


async def test_a_workspace_that_is_not_there_is_told(open_cache: Open) -> None:
    with pytest.raises(NotFound, match="CLOCKIFY_WORKSPACE_ID"):
        await open_cache(workspace_id="65e58d900000000000000000").snapshot()


class TwoWorkspaces:
    """A person whose active workspace is `active`."""

    def __init__(self) -> None:
        self.active: str | None = "aaaa"
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1")
        self.asked.append(path)
        if path == "/user":
            return httpx.Response(200, json={"id": "ada", "activeWorkspace": self.active})
        workspace_id = path.split("/")[2]
        if path.endswith(("/projects", "/tags")):
            named = {"x": f"of {workspace_id}", "y": None, "z": "z" * 300}
            return httpx.Response(200, json=[{"id": id_, "name": name} for id_, name in named.items()])
        return httpx.Response(200, json={"id": workspace_id, "featureSubscriptionType": "PRO"})


async def test_the_active_workspace_is_followed(open_cache: Open, make_client: MakeClient, clock: FakeClock) -> None:
    far_side = TwoWorkspaces()
    cache = open_cache(make_client(far_side))
    assert names(await cache.snapshot()) == {"of aaaa"}
    far_side.active = "bbbb"
    clock.now += STALE
    assert names(await cache.snapshot()) == {"of aaaa"}  # it is looked at behind the answer
    await landed(cache)
    snapshot = await cache.snapshot()
    assert (snapshot.workspace_id, names(snapshot)) == ("bbbb", {"of bbbb"})


async def test_what_has_no_usable_name_is_left_out(open_cache: Open, make_client: MakeClient) -> None:
    snapshot = await open_cache(make_client(TwoWorkspaces())).snapshot()
    assert [project.id for project in snapshot.catalogue.projects] == ["x"]
    assert [tag.id for tag in snapshot.catalogue.tags] == ["x"]


async def test_a_profile_without_an_active_workspace_is_told_what_to_set(
    open_cache: Open, make_client: MakeClient
) -> None:
    far_side = TwoWorkspaces()
    far_side.active = None
    with pytest.raises(NotFound, match="CLOCKIFY_WORKSPACE_ID"):
        await open_cache(make_client(far_side)).snapshot()


async def test_a_user_without_an_id_is_no_user(open_cache: Open, make_client: MakeClient) -> None:
    with pytest.raises(UpstreamError):
        await open_cache(make_client(lambda _: httpx.Response(200, json={}))).snapshot()


async def test_closing_ends_what_is_under_way(open_cache: Open, make_client: MakeClient) -> None:
    async def hang(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("never")

    cache = open_cache(make_client(hang))
    asking = asyncio.create_task(cache.snapshot())
    await asyncio.sleep(0)
    await cache.aclose()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not cache._tasks


async def test_reads_are_counted_by_how_they_were_served(
    cache: WorkspaceCache, clock: FakeClock, metrics: Metrics
) -> None:
    await cache.snapshot()
    await cache.snapshot()
    clock.now += STALE
    await cache.snapshot()
    await landed(cache)

    def count(age: str) -> float | None:
        return metrics.registry.get_sample_value("clankerbot_workspace_snapshots_total", {"age": age})

    assert (count("missing"), count("fresh"), count("stale")) == (1, 1, 1)


@pytest.mark.parametrize(
    ("profile", "zone", "week_start", "order", "day_start"),
    [
        ({"timeZone": "Europe/Berlin", "weekStart": "SUNDAY"}, ZoneInfo("Europe/Berlin"), 6, None, time(9)),
        ({"timeZone": "Mars/Phobos", "weekStart": "NEVER"}, None, 0, None, time(9)),
        ({"timeZone": "../etc/passwd", "dateFormat": "MM/DD/YYYY"}, None, 0, "MDY", time(9)),
        ({"timeZone": "", "dateFormat": "DD.MM.YYYY", "myStartOfDay": "07:30"}, None, 0, "DMY", time(7, 30)),
        ({"dateFormat": "YYYY-MM-DD", "myStartOfDay": "22:00"}, None, 0, None, time(9)),
        ({"dateFormat": None, "myStartOfDay": "early"}, None, 0, None, time(9)),
        (None, None, 0, None, time(9)),
    ],
)
async def test_the_profile_says_how_a_person_reads(
    cache: WorkspaceCache,
    profile: dict[str, Any] | None,
    zone: ZoneInfo | None,
    week_start: int,
    order: str | None,
    day_start: time,
) -> None:
    snapshot = await cache.snapshot()
    user = type(snapshot.user).model_validate({"id": "u", "settings": profile})
    seen = replace(snapshot, user=user)
    assert (seen.timezone, seen.week_start) == (zone, week_start)
    preferences = seen.preferences
    assert (preferences.date_order, preferences.week_start, preferences.day_start) == (order, week_start, day_start)
    assert preferences.day_end == DEFAULT_PREFERENCES.day_end
