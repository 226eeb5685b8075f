"""Whose Clockify an action goes to, on the sandbox."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from clankerbot_engine.accounts import live as module
from clankerbot_engine.accounts.accounts import REGIONS
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import DeleteEntry, EditEntry, Undo
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, OWNER_API_KEY, REGULAR_API_KEY
from clankerbot_engine.errors import Forbidden, NeedsConnection, NotFound, NotReady, Unauthorized, ValidationFailed
from tests.fakes.services import CLOCKIFY, Service, running_service

DMITRI, BEN, STRANGER = "slack:T1:UDMITRI", "slack:T1:UBEN", "slack:T1:U0"
TOKEN = "token:01M8ANHNCVFXC4MHZ1YMS9NX1B"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path, secret_keys="a long random word") as service:
        yield service


async def test_each_person_logs_as_themselves_and_a_token_as_the_settings_account(service: Service) -> None:
    accounts, engine, state = service.services.accounts, service.services.engine, service.sandbox
    await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    await accounts.connect(BEN, SecretStr(f"  {ADMIN_API_KEY}\n"))
    for principal, key in ((DMITRI, REGULAR_API_KEY), (BEN, ADMIN_API_KEY), (TOKEN, OWNER_API_KEY)):
        (result,) = await engine.run(principal=principal, text="log 1h on Support yesterday")
        assert result.entry is not None
        assert state.entries[result.entry.id].user_id == state.keys[key]


async def test_who_is_not_connected_is_told_and_nothing_is_written(service: Service) -> None:
    before = len(service.sandbox.entries)
    with pytest.raises(NeedsConnection) as caught:
        await service.services.engine.run(principal=STRANGER, text="log 1h on Support yesterday")
    assert caught.value.details["connect"] is True
    assert len(service.sandbox.entries) == before
    assert (await service.services.engine.parse("log 1h on Support", principal=STRANGER)).actions[0].kind == "log_time"
    assert not await service.services.accounts.is_connected(STRANGER)
    assert await service.services.accounts.describe(STRANGER) is None


async def test_connecting_says_who_one_is_and_where(service: Service) -> None:
    accounts = service.services.accounts
    connected = await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    assert (connected.user_name, connected.email) == ("Dmitri Novák", "dmitri@demo-studio.example")
    assert connected.workspace.name == "Demo Studio"
    assert connected.workspace in connected.workspaces
    assert await accounts.describe(DMITRI) == connected
    assert await accounts.is_connected(DMITRI)


async def test_the_key_is_kept_under_seal(service: Service) -> None:
    await service.services.accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    files = [path.read_bytes() for path in Path(service.services.database.name).parent.iterdir() if path.is_file()]
    assert any(b"slack:T1:UDMITRI" in content for content in files)
    assert not any(REGULAR_API_KEY.encode() in content for content in files)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"api_key": SecretStr("wrong")}, Unauthorized),
        ({"api_key": SecretStr("two words")}, ValidationFailed),
        ({"api_key": SecretStr(REGULAR_API_KEY), "workspace_id": "64a687e29ae1f428e7ebe303"}, NotFound),
        ({"api_key": SecretStr(REGULAR_API_KEY), "base_url": "http://evil.example/api"}, ValidationFailed),
    ],
)
async def test_a_key_that_does_not_work_is_not_kept(
    service: Service, asked: dict[str, SecretStr], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await service.services.accounts.connect(DMITRI, **asked)  # type: ignore[arg-type]
    assert not await service.services.accounts.is_connected(DMITRI)


async def test_a_wrong_key_leaves_the_former_one_in_place(service: Service) -> None:
    accounts = service.services.accounts
    await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    with pytest.raises(Unauthorized):
        await accounts.connect(DMITRI, SecretStr("wrong"))
    assert (await accounts.of(DMITRI)).client is (await accounts.of(DMITRI)).client


async def test_connecting_again_takes_effect_at_once(service: Service) -> None:
    accounts = service.services.accounts
    await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    before = await accounts.of(DMITRI)
    await accounts.connect(DMITRI, SecretStr(ADMIN_API_KEY))
    after = await accounts.of(DMITRI)
    assert after is not before
    assert (await after.cache.snapshot()).user.name == "Ben Okafor"


async def test_who_disconnects_is_forgotten(service: Service) -> None:
    accounts, engine = service.services.accounts, service.services.engine
    await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    await accounts.change_settings(DMITRI, PersonSettings(language="de"))
    await engine.run(principal=DMITRI, text="log 1h on Support yesterday", key="k")
    assert await accounts.disconnect(DMITRI)
    assert not await accounts.is_connected(DMITRI)
    assert await accounts.settings(DMITRI) == PersonSettings()
    with pytest.raises(NeedsConnection):
        await engine.run(principal=DMITRI, text="status")
    assert not await accounts.disconnect(DMITRI)


async def test_what_a_person_has_set_is_how_their_text_is_read(service: Service) -> None:
    accounts, engine = service.services.accounts, service.services.engine
    await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    await accounts.change_settings(DMITRI, PersonSettings(timezone="Pacific/Apia", date_order="MDY"))
    reading = await engine.parse("log 2h on Support 5/6", principal=DMITRI)
    assert reading.timezone == "Pacific/Apia"
    assert reading.actions[0].model_dump(mode="json")["date"][5:] == "05-06"


async def test_settings_count_where_clockify_refuses_the_key(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    accounts = service.services.accounts
    await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    await accounts.change_settings(DMITRI, PersonSettings(timezone="Asia/Tokyo"))
    del service.sandbox.keys[REGULAR_API_KEY]
    reading = await service.services.engine.parse("log 2h on Support", principal=DMITRI)
    assert reading.timezone == "Asia/Tokyo"
    assert "workspace_not_known" in [record.message for record in caplog.records]


async def test_settings_outlive_the_process(service: Service, tmp_path: Path) -> None:
    await service.services.accounts.change_settings(DMITRI, PersonSettings(language="de", daily_target_s=28800))
    assert (await service.services.accounts.settings(DMITRI)).language == "de"


async def test_only_so_many_accounts_are_held_ready(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIVE", 1)
    accounts = service.services.accounts
    await accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    await accounts.connect(BEN, SecretStr(ADMIN_API_KEY))
    first = await accounts.of(DMITRI)
    await accounts.of(BEN)
    again = await accounts.of(DMITRI)
    assert again is not first
    assert (await again.cache.snapshot()).user.name == "Dmitri Novák"


async def test_without_a_vault_nobody_connects(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        with pytest.raises(NotReady, match="SECRET_KEYS"):
            await service.services.accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))


def test_keys_go_to_clockify_or_to_the_clockify_of_the_settings_alone() -> None:
    assert all(url.startswith("https://") and url.endswith(".clockify.me/api") for url in REGIONS.values())
    assert CLOCKIFY not in REGIONS.values()


class TestMembers:
    """The account of the settings acts for people who have no key here."""

    EMAIL = "dmitri@demo-studio.example"

    async def test_who_has_the_address_is_suggested_and_nobody_else(self, service: Service) -> None:
        accounts = service.services.accounts
        found = await accounts.member(self.EMAIL.upper())
        assert found is not None
        assert (found.user_name, found.workspace.name) == ("Dmitri Novák", "Demo Studio")
        for stranger in ("dmitri@elsewhere.example", "demo-studio.example", ""):
            assert await accounts.member(stranger) is None
        assert not await accounts.is_connected(DMITRI)

    async def test_what_is_written_is_theirs(self, service: Service) -> None:
        accounts, engine, state = service.services.accounts, service.services.engine, service.sandbox
        await accounts.connect_as_member(DMITRI, self.EMAIL)
        dmitri = state.keys[REGULAR_API_KEY]
        (logged,) = await engine.run(principal=DMITRI, text="log 1h on Support yesterday")
        (started,) = await engine.run(principal=DMITRI, text="start Support: a call")
        assert logged.entry is not None
        assert started.entry is not None
        assert {state.entries[entry.id].user_id for entry in (logged.entry, started.entry)} == {dmitri}
        (stopped,) = await engine.run(principal=DMITRI, text="stop")
        assert (stopped.status, state.running_entry(dmitri)) == ("done", None)
        (edited,) = await engine.run(principal=DMITRI, actions=[EditEntry(target=logged.entry.id, duration_s=7200)])
        assert edited.status == "done"
        await engine.run(principal=DMITRI, actions=[Undo(target=logged.operation_id or "")])
        assert logged.entry.id not in state.entries

    async def test_the_admins_key_shows_them_nothing_of_others(self, service: Service) -> None:
        accounts, engine, state = service.services.accounts, service.services.engine, service.sandbox
        await accounts.connect_as_member(DMITRI, self.EMAIL)
        of_ada = next(entry for entry in state.entries.values() if entry.user_id == state.keys[OWNER_API_KEY])
        for action in (DeleteEntry(target=of_ada.id), EditEntry(target=of_ada.id, duration_s=60)):
            with pytest.raises(NotFound):
                await engine.run(principal=DMITRI, actions=[action])
        for text in ("team hours this week", "summary for Ada"):
            with pytest.raises(Forbidden, match="your own time only"):
                await engine.run(principal=DMITRI, text=text)
        assert of_ada.id in state.entries

    async def test_who_has_left_the_workspace_is_told(self, service: Service) -> None:
        accounts, engine, state = service.services.accounts, service.services.engine, service.sandbox
        await accounts.connect_as_member(DMITRI, self.EMAIL)
        state.people[state.keys[REGULAR_API_KEY]].membership = "INACTIVE"
        with pytest.raises(Forbidden, match="no active member"):
            await engine.run(principal=DMITRI, text="status")

    async def test_without_a_shared_account_nobody_is_suggested(self, tmp_path: Path) -> None:
        async with running_service(tmp_path, clockify=False) as service:
            assert await service.services.accounts.member(self.EMAIL) is None
            with pytest.raises(NotFound):
                await service.services.accounts.connect_as_member(DMITRI, self.EMAIL)

    async def test_a_key_that_may_not_act_for_others_does_not(self, tmp_path: Path) -> None:
        async with running_service(tmp_path, clockify_api_key=REGULAR_API_KEY) as service:
            assert await service.services.accounts.member("ada@demo-studio.example") is None
