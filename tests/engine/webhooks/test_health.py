"""Webhooks that Clockify stopped delivering to: noticed once a day, told once, switched on again where that helps."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY
from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.clockify.sandbox.records import Webhook
from clankerbot_engine.stores.audit import SqlAuditLog
from clankerbot_engine.stores.ports import AuditEntry
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.health import PROBLEMS, Found, Health
from tests.fakes.services import Service, running_service

BEN = "slack:T1:UBEN"


class Watched:
    """`told`: what the admin was told, since it was last asked for."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._told: list[tuple[str, Sequence[Found]]] = []
        sources = SqlWebhookSourceStore(service.services.database)
        services = service.services
        self.health = Health(services.registering, sources, tell=self._tell, audit=services.audit, clock=service.clock)

    async def _tell(self, principal: str, found: Sequence[Found]) -> None:
        self._told.append((principal, found))

    @property
    def told(self) -> list[tuple[str, Sequence[Found]]]:
        told, self._told = self._told, []
        return told

    @property
    def webhooks(self) -> list[Webhook]:
        return list(self.service.sandbox.webhooks.values())

    async def next_day(self) -> int:
        """How many requests that took."""
        self.service.clock.go_on(days=1)
        before = self.service.sandbox.traffic.count
        await self.health.check_due()
        return self.service.sandbox.traffic.count - before

    async def problems(self) -> dict[str | None, str]:
        found = await self.service.services.registering.all()
        return {each.event_type: each.problem for each in found if each.problem is not None}


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    async with running_service(tmp_path, public_url="https://bot.example", secret_keys="a word") as service:
        await service.services.accounts.connect(BEN, SecretStr(ADMIN_API_KEY))
        await service.services.registering.sync(BEN)
        yield Watched(service)


async def test_a_look_a_day_costs_one_request_and_says_nothing_while_all_is_well(watched: Watched) -> None:
    assert await watched.next_day() == 1
    await watched.health.check_due()
    assert await watched.next_day() == 1
    assert (watched.told, await watched.problems()) == ([], {})


async def test_one_that_failed_too_often_is_switched_on_again_and_told_of(watched: Watched) -> None:
    webhook = watched.webhooks[0]
    webhook.delivery_enabled = False
    await watched.next_day()
    assert webhook.delivery_enabled is True
    assert watched.told == [(BEN, [Found(webhook.event, "failing", mended=True)])]
    assert await watched.problems() == {}
    (line,) = await SqlAuditLog(watched.service.services.database).entries(who="service", limit=9)
    assert isinstance(line, AuditEntry)
    assert (line.way_in, line.what, line.outcome) == ("service", "switch webhook on", "done")
    await watched.next_day()
    assert watched.told == []


async def test_what_cannot_be_switched_on_is_told_once_and_tried_daily(watched: Watched) -> None:
    webhook = watched.webhooks[0]
    webhook.delivery_enabled = False
    watched.service.sandbox.faults.add(Fault("server_error", method="PUT", path="*/webhooks/*", times=None, status=400))
    await watched.next_day()
    assert watched.told == [(BEN, [Found(webhook.event, "failing")])]
    assert await watched.problems() == {webhook.event: PROBLEMS["failing"]}
    await watched.next_day()
    assert watched.told == []
    watched.service.sandbox.faults.clear()
    await watched.next_day()
    assert webhook.delivery_enabled is True
    assert watched.told == [(BEN, [Found(webhook.event, "failing", mended=True)])]


async def test_what_somebody_deleted_or_switched_off_is_told_and_left_so(watched: Watched) -> None:
    deleted, off = watched.webhooks[:2]
    del watched.service.sandbox.webhooks[deleted.id]
    off.enabled = False
    await watched.next_day()
    assert watched.told == [(BEN, [Found(deleted.event, "gone"), Found(off.event, "off")])]
    assert await watched.problems() == {deleted.event: PROBLEMS["gone"], off.event: PROBLEMS["off"]}
    assert len(watched.webhooks) == 9


async def test_a_downgrade_is_told(watched: Watched) -> None:
    watched.service.sandbox.plan = "FREE"
    await watched.next_day()
    ((_, found),) = watched.told
    assert {each.trouble for each in found} == {"plan"}
    assert len(found) == 7


async def test_a_clockify_that_is_away_is_asked_again_the_next_day(watched: Watched) -> None:
    watched.webhooks[0].delivery_enabled = False
    watched.service.sandbox.faults.add(Fault("server_error", path="*/webhooks", times=1, status=401))
    assert await watched.next_day() == 1
    assert "cannot be looked after" in next(iter((await watched.problems()).values()))
    await watched.next_day()
    assert watched.webhooks[0].delivery_enabled is True
    assert await watched.problems() == {}


async def test_those_of_the_settings_account_are_nobodys_to_be_told_of(tmp_path: Path) -> None:
    async with running_service(tmp_path, public_url="https://bot.example") as service:
        await service.services.registering.sync()
        watched = Watched(service)
        watched.webhooks[0].enabled = False
        await watched.next_day()
        assert watched.told == []
        assert await watched.problems() == {watched.webhooks[0].event: PROBLEMS["off"]}
