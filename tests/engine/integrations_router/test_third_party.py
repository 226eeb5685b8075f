"""A distribution of someone else's adds a kind of action, and none of our files is touched."""

import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import NotReady
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.integrations.router import Router, load_integrations
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.requests import SqlRequestStore
from clankerbot_engine.stores.schedules import SqlScheduleStore
from tests.fakes import sqlite
from tests.fakes.distributions import Site

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

ACME = '''
    """Rings a bell. All that an author of an integration has to write."""

    from typing import Literal

    from clankerbot_engine.actions import ActionBase, ActionResult
    from clankerbot_engine.integrations.port import Applied, Prepared

    RUNG = []


    class RingBell(ActionBase):
        kind: Literal["acme_ring_bell"] = "acme_ring_bell"
        times: int = 1


    class AcmeIntegration:
        name = "acme"
        action_types = (RingBell,)

        def __init__(self, resources):
            self._clock = resources.clock

        async def read(self, action, context):
            return None

        async def prepare(self, action, context):
            preview = ActionResult(action=action, status="planned", message=f"Would ring {action.times} times.")
            return Prepared(action, {"times": action.times}, preview)

        async def apply(self, action, plan, context):
            RUNG.append(plan["times"])
            result = ActionResult(action=action, status="done", message=f"Rang {plan['times']} times.")
            return Applied(result, inverse={"times": -plan["times"]})

        async def read_back(self, action, plan, context, sent):
            return None
'''


def install(site: Site, code: str, *, name: str = "acme") -> None:
    site.install(name, f"[clankerbot.integrations]\n{name} = {name}_clankerbot:AcmeIntegration\n", code)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(await sqlite.new(tmp_path / "clankerbot.db"))
    yield opened
    await opened.close()


@pytest.fixture
def resources(database: Database) -> Resources:
    async def run(**_: Any) -> Any:
        raise AssertionError("nothing fires here")

    schedules = Schedules(
        SqlScheduleStore(database), run=run, actions=lambda: Router([]), clock=lambda: NOW, metrics=Metrics()
    )
    return Resources(Settings(), httpx.AsyncClient(), lambda: NOW, {Schedules: schedules})


class Nobody:
    async def snapshot(self, principal: str) -> None:
        return None


def engine_of(router: Router, database: Database) -> Engine:
    return Engine(
        router,
        journal=SqlJournal(database),
        requests=SqlRequestStore(database),
        pending=SqlPendingStore(database),
        people=Nobody(),
        llm=None,
        timezone=ZoneInfo("Europe/Berlin"),
        clock=lambda: NOW,
        metrics=Metrics(),
    )


def test_ours_are_found_the_same_way(resources: Resources) -> None:
    names = {integration.name for integration in load_integrations(resources)}
    assert {"built_in", "clockify", "schedules"} <= names


async def test_a_kind_of_theirs_is_read_run_replayed_and_undone(
    site: Site, resources: Resources, database: Database
) -> None:
    install(site, ACME)
    router = Router(load_integrations(resources))
    assert "acme_ring_bell" in router.kinds
    engine = engine_of(router, database)

    async def run(document: dict[str, Any], **asked: Any) -> Any:
        (result,) = await engine.run(principal="token:me", actions=[router.read_action(document)], **asked)
        return result

    ring = {"kind": "acme_ring_bell", "times": 3}
    assert (await run(ring, dry_run=True)).message == "Would ring 3 times."
    first = await run(ring, key="k")
    again = await run(ring, key="k")
    assert (first.status, first.message, first.undoable) == ("done", "Rang 3 times.", True)
    assert again == first.model_copy(update={"replayed": True})
    assert (await run({"kind": "undo"})).status == "done"
    assert sys.modules["acme_clankerbot"].RUNG == [3, -3]


def test_a_kind_of_theirs_stands_in_the_schema(site: Site, resources: Resources) -> None:
    install(site, ACME)
    schema = Router(load_integrations(resources)).adapter.json_schema()
    assert schema["discriminator"]["mapping"]["acme_ring_bell"] == "#/$defs/RingBell"
    assert schema["$defs"]["RingBell"]["properties"]["times"]["type"] == "integer"
    assert "log_time" in schema["discriminator"]["mapping"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise RuntimeError('no licence')", "cannot be loaded: RuntimeError: no licence"),
        ("", "cannot be loaded: AttributeError"),
        ("import a_module_that_nobody_has", "cannot be loaded: ModuleNotFoundError"),
        ("def AcmeIntegration(): ...", "cannot be loaded: TypeError"),
        ("def AcmeIntegration(resources): ...", "lacks name, action_types, read, prepare, apply, read_back"),
        (
            ACME.replace("async def read_back", "def read_back"),
            "is none: it lacks read_back",
        ),
    ],
)
def test_a_broken_one_stops_the_start_and_is_named(site: Site, resources: Resources, code: str, reason: str) -> None:
    install(site, code)
    with pytest.raises(NotReady) as caught:
        load_integrations(resources)
    assert reason in caught.value.message
    assert "The integration acme (acme_clankerbot:AcmeIntegration, of the distribution acme-clankerbot)" in str(
        caught.value
    )
    assert caught.value.message.endswith("Repair that distribution or uninstall it.")


def test_two_that_claim_one_kind_stop_the_start(site: Site, resources: Resources) -> None:
    install(site, ACME)
    other = ACME.replace('name = "acme"', 'name = "other"')
    install(site, other, name="other")
    with pytest.raises(NotReady, match="integrations acme and other both claim the kind acme_ring_bell"):
        Router(load_integrations(resources))
