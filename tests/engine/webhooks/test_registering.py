"""The webhooks that the service makes in Clockify: those it needs, once each, and nobody else's touched."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from ulid import ULID

from clankerbot_engine.accounts.vault import Vault, webhook_token_of
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, MANAGER_API_KEY
from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.clockify.sandbox.records import Webhook
from clankerbot_engine.errors import Forbidden, NotFound, NotSetUp, RateLimited, UpstreamError
from clankerbot_engine.stores.ports import Subscription, WebhookSource
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.addresses import Addresses, source_name, title_of
from clankerbot_engine.webhooks.events import EVENT_TYPES
from clankerbot_engine.webhooks.needed import CARDS, FRESHNESS, Room, choose
from clankerbot_engine.webhooks.registering import Synced
from clankerbot_engine.webhooks.sources import token_hash
from clankerbot_http.clockify_accounts import registering_on
from tests.fakes.services import Service, running_service

PUBLIC_URL = "https://bot.example"
WORD = "a long random word"
BEN = "slack:T1:UBEN"
CHIARA = "slack:T1:UCHIARA"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path, public_url=PUBLIC_URL, secret_keys=WORD) as running:
        yield running


def made(service: Service) -> list[Webhook]:
    return list(service.sandbox.webhooks.values())


def events(service: Service) -> list[str]:
    return [webhook.event for webhook in made(service)]


async def sync(service: Service, principal: str | None = None) -> Synced:
    return await service.services.registering.sync(principal)


async def rows(service: Service) -> list[WebhookSource]:
    return await service.services.registering.all()


async def subscribe(service: Service, *wanted: str, **given: Any) -> None:
    known = {"workspace_id": service.sandbox.workspace_id, **given}
    made = Subscription(str(ULID()), "token:1", "#design", "events", wanted, {}, service.clock.now, **known)
    await service.services.subscriptions.add(made)


def somebody_elses(service: Service, event: str = "NEW_TAG", url: str = "https://other.example/hook") -> Webhook:
    sandbox = service.sandbox
    webhook = Webhook(sandbox.new_id(), "theirs", url, event, "WORKSPACE_ID", (), sandbox.owner.id, "their-token")
    sandbox.webhooks[webhook.id] = webhook
    return webhook


async def test_what_is_needed_is_made_once_with_an_address_and_a_token_of_its_own(service: Service) -> None:
    synced = await sync(service)
    assert synced.made == [*CARDS, *FRESHNESS][:10]
    assert events(service) == synced.made
    workspace_id = service.sandbox.workspace_id
    assert {webhook.url for webhook in made(service)} == {
        f"{PUBLIC_URL}/webhooks/clockify/{event.lower().replace('_', '-')}.{workspace_id}" for event in synced.made
    }
    again = await sync(service)
    assert (again.made, again.removed, again.kept) == ([], [], synced.made)
    assert events(service) == synced.made


async def test_a_delivery_of_a_webhook_that_was_made_is_taken_and_counted_to_its_workspace(service: Service) -> None:
    caller = await service.anonymous()
    await sync(service)
    task = next(webhook for webhook in made(service) if webhook.event == "NEW_TASK")
    headers = {"Clockify-Signature": task.auth_token, "Clockify-Webhook-Event-Type": "NEW_TASK"}
    path = task.url.removeprefix(PUBLIC_URL)
    body = {"id": "66aa00000000000000000005", "name": "Backend"}
    answer = await caller.post(path, json=body, headers=headers)
    assert answer.json()["data"]["event"]["workspace_id"] == service.sandbox.workspace_id
    wrong = await caller.post(path, json={**body, "workspaceId": "66aa000000000000000000ff"}, headers=headers)
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "validation_error")
    assert len(await service.services.inbox_store.page(limit=9)) == 1


async def test_the_token_is_kept_sealed_where_there_is_a_word_to_seal_it_under(
    service: Service, tmp_path: Path
) -> None:
    await sync(service)
    by_id = {webhook.id: webhook.auth_token for webhook in made(service)}
    for row in await rows(service):
        assert row.sealed_token is not None
        token = Vault([SecretStr(WORD)]).unseal(row.sealed_token, webhook_token_of(row.id)).get_secret_value()
        assert token == by_id[row.remote_id or ""]
        assert row.token_hash == token_hash(token)
    async with running_service(tmp_path / "other", public_url=PUBLIC_URL) as without:
        await sync(without)
        assert {row.sealed_token for row in await rows(without)} == {None}


async def test_what_channels_subscribed_to_comes_first_and_goes_when_nobody_asks_any_more(service: Service) -> None:
    await subscribe(service, "NEW_CLIENT")
    await subscribe(service, "NEW_INVOICE", "NEW_CLIENT")
    assert (await sync(service)).made[:3] == ["NEW_CLIENT", "NEW_INVOICE", CARDS[0]]
    for each in await service.services.subscriptions.all(None):
        await service.services.subscriptions.delete(each.id, None)
    synced = await sync(service)
    assert synced.removed == ["NEW_CLIENT", "NEW_INVOICE"]
    assert sorted(events(service)) == sorted([*CARDS, *FRESHNESS][:10])
    assert {row.event_type for row in await rows(service)} == set(events(service))


async def test_a_free_workspace_has_the_three_most_useful_and_is_told_of_the_rest(service: Service) -> None:
    service.sandbox.plan = "FREE"
    await subscribe(service, "NEW_INVOICE")
    synced = await sync(service)
    assert synced.made == ["NEW_INVOICE", *CARDS[:2]]
    assert synced.left_out == [CARDS[2], *FRESHNESS]
    assert synced.subscribed_left_out == []
    assert synced.reason == "Clockify's plan FREE allows 3 webhooks in this workspace."


async def test_who_subscribes_is_told_what_the_plan_leaves_out(service: Service) -> None:
    service.sandbox.plan = "FREE"
    await subscribe(service, "NEW_INVOICE", "NEW_CLIENT", "NEW_TAG")
    assert await service.services.registering.wanted_changed("token:1") is None
    await subscribe(service, "TAG_UPDATED")
    unheard = await service.services.registering.wanted_changed("token:1")
    assert unheard is not None
    assert (unheard.events, unheard.error) == (("TAG_UPDATED",), None)
    told = "Clockify does not tell of TAG_UPDATED. Clockify's plan FREE allows 3 webhooks in this workspace."
    assert unheard.message == told


async def test_a_more_useful_one_takes_the_place_of_a_less_useful_one(service: Service) -> None:
    service.sandbox.plan = "FREE"
    await sync(service)
    await subscribe(service, "NEW_INVOICE")
    synced = await sync(service)
    assert (synced.made, synced.removed) == (["NEW_INVOICE"], [CARDS[2]])
    assert len(made(service)) == 3


async def test_after_a_downgrade_the_most_useful_ones_are_kept_and_deliver(service: Service) -> None:
    await sync(service)
    await subscribe(service, "TASK_UPDATED")
    service.sandbox.plan = "FREE"
    synced = await sync(service)
    assert synced.kept == ["TASK_UPDATED", *CARDS[:2]]
    assert len(made(service)) == 3
    assert {row.problem for row in await rows(service)} == {None}


async def test_somebody_elses_webhooks_are_not_touched_and_take_their_room(service: Service) -> None:
    service.sandbox.plan = "FREE"
    theirs = [
        somebody_elses(service),
        # Made by hand for this service: it has no name that we give.
        somebody_elses(service, url=f"{PUBLIC_URL}/webhooks/clockify/main"),
    ]
    synced = await sync(service)
    assert synced.made == [CARDS[0]]
    assert made(service)[:2] == theirs


async def test_a_webhook_that_a_crash_left_without_a_row_is_taken_over(service: Service) -> None:
    await sync(service)
    before, tokens = [webhook.id for webhook in made(service)], {webhook.auth_token for webhook in made(service)}
    for row in await rows(service):
        await SqlWebhookSourceStore(service.services.database).delete(row.id)
    synced = await sync(service)
    assert (synced.made, len(synced.kept)) == ([], 10)
    assert [webhook.id for webhook in made(service)] == before
    assert {row.token_hash for row in await rows(service)} == set(map(token_hash, tokens))


async def test_an_answer_that_is_lost_leads_to_no_second_webhook(service: Service) -> None:
    service.sandbox.faults.add(Fault("drop", after=True, method="POST", path="*/webhooks"))
    with pytest.raises(UpstreamError):
        await sync(service)
    assert events(service) == [CARDS[0]]
    assert [row.remote_id for row in await rows(service)] == [None]
    assert (await sync(service)).kept == [CARDS[0]]
    assert events(service) == [*CARDS, *FRESHNESS][:10]


async def test_what_was_begun_is_left_to_whoever_began_it_for_two_minutes(service: Service) -> None:
    service.sandbox.faults.add(Fault("drop", after=True, method="POST", path="*/webhooks"))
    with pytest.raises(UpstreamError):
        await sync(service)
    service.sandbox.webhooks.clear()
    assert (await sync(service)).being_made == [CARDS[0]]
    service.clock.go_on(minutes=2)
    assert (await sync(service)).made == [CARDS[0]]


async def test_two_services_at_once_make_each_webhook_once(service: Service) -> None:
    services = service.services
    other = registering_on(services.database, services.accounts, services.settings, clock=service.clock)
    await asyncio.gather(services.registering.sync(), other.sync(), services.registering.sync())
    assert sorted(events(service)) == sorted([*CARDS, *FRESHNESS][:10])
    assert {row.remote_id for row in await rows(service)} == {webhook.id for webhook in made(service)}


async def test_a_second_one_at_the_same_address_is_removed(service: Service) -> None:
    await sync(service)
    first = made(service)[0]
    double = somebody_elses(service, first.event, first.url)
    await sync(service)
    assert double.id not in service.sandbox.webhooks
    assert first.id in service.sandbox.webhooks


async def test_a_webhook_follows_the_public_url_and_is_put_right(service: Service, tmp_path: Path) -> None:
    await sync(service)
    first, second = made(service)[:2]
    first.event, second.delivery_enabled = "NEW_INVOICE", False
    token, second.auth_token = second.auth_token, "rotated-in-clockify"
    services = service.services
    moved = services.settings.model_copy(update={"public_url": "https://new.example/bot"})
    await registering_on(services.database, services.accounts, moved, clock=service.clock).sync()
    assert len(made(service)) == 10
    assert all(webhook.url.startswith("https://new.example/bot/webhooks/clockify/") for webhook in made(service))
    assert (first.event, second.delivery_enabled) == (CARDS[0], True)
    row = next(row for row in await rows(service) if row.remote_id == second.id)
    assert (row.token_hash, row.former_token_hash) == (token_hash("rotated-in-clockify"), token_hash(token))


async def test_one_that_was_deleted_in_clockify_is_made_again(service: Service) -> None:
    await sync(service)
    gone = made(service)[0]
    del service.sandbox.webhooks[gone.id]
    assert (await sync(service)).made == [gone.event]
    assert {row.remote_id for row in await rows(service)} == set(service.sandbox.webhooks)


async def test_a_refusal_for_want_of_room_that_we_did_not_foresee_is_told(service: Service) -> None:
    service.sandbox.faults.add(Fault("server_error", method="POST", path="*/webhooks", status=400))
    synced = await sync(service)
    assert (synced.made, synced.left_out) == ([], [*CARDS, *FRESHNESS])
    assert (synced.reason or "").startswith("Clockify refused that")
    assert await rows(service) == []


async def test_what_was_made_before_a_budget_ran_out_stands(service: Service) -> None:
    await (await service.services.accounts.of("token:1")).cache.snapshot()
    service.sandbox.traffic.set_budget(6)
    with pytest.raises(RateLimited):
        await sync(service)
    count = len(made(service))
    assert 0 < count < 10
    service.sandbox.traffic.set_budget(None)
    assert len((await sync(service)).kept) == count
    assert len(made(service)) == 10


async def test_only_admins_with_a_key_of_their_own_may(service: Service) -> None:
    accounts = service.services.accounts
    await accounts.connect(CHIARA, SecretStr(MANAGER_API_KEY))
    with pytest.raises(Forbidden, match="owners and admins"):
        await sync(service, CHIARA)
    await accounts.connect_as_member(CHIARA, "ada@demo-studio.example")  # the owner's rights are not lent
    with pytest.raises(Forbidden, match="owners and admins"):
        await sync(service, CHIARA)
    assert made(service) == []
    await accounts.connect(BEN, SecretStr(ADMIN_API_KEY))
    await sync(service, BEN)
    assert {row.principal for row in await rows(service)} == {BEN}
    assert {webhook.user_id for webhook in made(service)} != {service.sandbox.owner.id}


async def test_whoever_subscribes_and_is_no_admin_is_helped_by_the_account_of_the_settings(service: Service) -> None:
    await service.services.accounts.connect(CHIARA, SecretStr(MANAGER_API_KEY))
    assert await service.services.registering.wanted_changed(CHIARA) is None
    assert {webhook.user_id for webhook in made(service)} == {service.sandbox.owner.id}


async def test_what_is_missing_is_told_in_words(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        with pytest.raises(NotSetUp, match="set PUBLIC_URL"):
            await sync(service)
        unheard = await service.services.registering.wanted_changed("token:1")
        assert unheard is not None
        assert isinstance(unheard.error, NotSetUp)
        assert "set PUBLIC_URL" in unheard.message
    async with running_service(tmp_path / "other", clockify=False, public_url=PUBLIC_URL) as service:
        with pytest.raises(NotSetUp, match="set CLOCKIFY_API_KEY"):
            await sync(service)


async def test_an_addon_cannot_make_any(tmp_path: Path) -> None:
    addon = "sandbox-addon-token"
    async with running_service(
        tmp_path, public_url=PUBLIC_URL, clockify_api_key=None, clockify_addon_token=addon
    ) as service:
        with pytest.raises(Forbidden, match="manifest"):
            await sync(service)


async def test_the_two_accounts_of_one_workspace_share_its_webhooks(service: Service) -> None:
    await sync(service)
    await service.services.accounts.connect(BEN, SecretStr(ADMIN_API_KEY))
    synced = await sync(service, BEN)
    assert synced.kept[:3] == list(CARDS)
    assert {webhook.event for webhook in made(service)} >= {*CARDS, *FRESHNESS}  # there is room for ten of Ben's, too
    assert len(events(service)) == len(set(events(service)))


async def test_a_token_is_rotated_and_the_former_one_taken_for_a_day(service: Service) -> None:
    await sync(service)
    webhook = made(service)[0]
    former = webhook.auth_token
    name = source_name(webhook.event, service.sandbox.workspace_id)
    await service.services.registering.rotate(name)
    assert webhook.auth_token != former
    caller = await service.anonymous()

    async def deliver(token: str, number: int) -> int:
        headers = {"Clockify-Signature": token, "Clockify-Webhook-Event-Type": webhook.event}
        path = webhook.url.removeprefix(PUBLIC_URL)
        return (await caller.post(path, json={"id": str(number)}, headers=headers)).status_code

    assert [await deliver(token, number) for number, token in enumerate((former, webhook.auth_token))] == [200, 200]
    service.clock.go_on(days=1)
    assert [await deliver(token, number) for number, token in enumerate((former, webhook.auth_token))] == [401, 200]


async def test_one_is_removed_here_and_there(service: Service) -> None:
    await sync(service)
    webhook = made(service)[0]
    name = source_name(webhook.event, service.sandbox.workspace_id)
    await service.services.registering.remove(name)
    assert webhook.id not in service.sandbox.webhooks
    assert name not in {row.name for row in await rows(service)}
    for work in (service.services.registering.remove, service.services.registering.rotate):
        with pytest.raises(NotFound, match="clankerbot webhooks list"):
            await work(name)


def test_every_event_has_a_title_and_an_address_that_clockify_and_we_take() -> None:
    titles = [title_of(event) for event in EVENT_TYPES]
    assert len(set(titles)) == len(titles)
    assert all(2 <= len(title) <= 30 for title in titles)
    names = [source_name(event, "64a687e29ae1f428e7ebe303") for event in EVENT_TYPES]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 64
    addresses = Addresses(PUBLIC_URL)
    assert all(addresses.event_at(addresses.of(event, "w1"), "w1") == event for event in EVENT_TYPES)
    assert addresses.event_at(addresses.of("NEW_TAG", "w2"), "w1") is None


@pytest.mark.parametrize(
    ("plan", "room"),
    [
        (None, Room(3, 3)),
        ("FREE", Room(3, 3)),
        ("BASIC_2021", Room(10, 100)),
        ("PRO", Room(10, 100)),
        ("ENTERPRISE_YEAR_2021", Room(100, 300)),
    ],
)
def test_plans_have_room(plan: str | None, room: Room) -> None:
    assert Room.of(plan) == room


@pytest.mark.parametrize(
    ("strangers", "of_mine", "by_others", "chosen"),
    [
        (0, 0, (), ["A", "B"]),
        (0, 1, (), ["A"]),
        (0, 2, ("B",), ["B"]),  # Ben's webhook does not count as Ada's
        (2, 0, (), ["A"]),
        (5, 5, ("A", "B"), []),
    ],
)
def test_room_is_given_in_order(strangers: int, of_mine: int, by_others: Sequence[str], chosen: list[str]) -> None:
    found = choose(
        ["A", "B", "C"], Room(2, 3), strangers=strangers, strangers_of_mine=of_mine, made_by_others=by_others
    )
    assert found == chosen


def test_the_names_of_all_events_are_clockifys() -> None:
    assert {*CARDS, *FRESHNESS} <= set(EVENT_TYPES)
