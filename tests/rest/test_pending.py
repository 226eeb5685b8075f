"""What is asked for while Clockify does not answer is kept, if the caller accepts that, and carried out later, once."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from clankerbot_engine.clockify.sandbox import Fault
from clankerbot_engine.pending import LEASE
from clankerbot_engine.stores.audit import SqlAuditLog
from clankerbot_engine.stores.ports import AuditEntry
from clankerbot_engine.stores.tables import pending_requests
from tests.fakes.services import Service, data_of, error_of, running_service

KEY = "order-66"
LOG = {"kind": "log_time", "project": "Apollo", "duration_s": 3600, "description": "later"}
LATER: Mapping[str, Any] = {"actions": [LOG]}
AWAY_S = 600


def go_away(service: Service, method: str = "*") -> None:
    fault = Fault("server_error", status=503, method=method, times=None, retry_after=AWAY_S)
    service.sandbox.faults.add(fault)


async def come_back(service: Service) -> None:
    """And some time passes, until it is looked again."""
    service.sandbox.faults.clear()
    service.clock.go_on(seconds=AWAY_S)
    await service.services.pending.work_once()


def written(service: Service, description: str = "later") -> list[Any]:
    return [entry for entry in service.sandbox.entries.values() if entry.description == description]


async def run(
    api: httpx.AsyncClient, body: Mapping[str, Any] = LATER, *, accept: bool = True, key: str | None = None
) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    return await api.post(f"/actions/run?accept_pending={str(accept).lower()}", json=body, headers=headers)


async def kept(api: httpx.AsyncClient, body: Mapping[str, Any] = LATER, *, key: str | None = None) -> str:
    (result,) = data_of(await run(api, body, key=key), 202)
    assert result["status"] == "pending"
    pending_id: str = result["details"]["pending"]
    return pending_id


async def pending(api: httpx.AsyncClient, pending_id: str) -> dict[str, Any]:
    found: dict[str, Any] = data_of(await api.get(f"/pending/{pending_id}"))
    return found


async def test_a_failure_says_that_it_may_be_kept_and_how(service: Service, api: httpx.AsyncClient) -> None:
    await run(api, accept=False)  # what is known of the workspace is warm
    go_away(service)
    answer = await run(api, {"text": "log 2h on Apollo: later"}, accept=False, key=KEY)
    error = error_of(answer, 502, "upstream_error")
    assert error["details"]["pending"] == "offered"
    assert "accept_pending=true" in error["details"]["accept"]
    assert data_of(await api.get("/pending")) == []
    again = await run(api, {"text": "log 2h on Apollo: later"}, key=KEY)
    (result,) = data_of(again, 202)
    assert (result["status"], result["replayed"]) == ("pending", False)


async def test_what_is_accepted_is_carried_out_once_as_of_when_it_was_said(
    service: Service, api: httpx.AsyncClient
) -> None:
    go_away(service)
    said_at = service.clock.now
    pending_id = await kept(api, key=KEY)
    (waiting,) = data_of(await api.get("/pending"))
    assert (waiting["id"], waiting["state"], waiting["idempotency_key"]) == (pending_id, "waiting", "order-66")
    assert waiting["actions"][0]["project"] == "Apollo"
    await service.services.pending.work_once()
    assert not written(service)
    await come_back(service)
    (entry,) = written(service)
    assert abs((entry.end - said_at).total_seconds()) < 60
    found = await pending(api, pending_id)
    assert (found["state"], found["due_at"]) == ("done", None)
    assert found["results"][0]["entry"]["id"] == entry.id
    await come_back(service)
    assert len(written(service)) == 1
    assert data_of(await api.get("/pending")) == []


async def test_the_same_key_tells_how_it_stands_and_then_how_it_ended(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    pending_id = await kept(api, key=KEY)
    for accept in (True, False):
        again = await run(api, accept=accept, key=KEY)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert data_of(again, 202)[0]["details"]["pending"] == pending_id
    error_of(await run(api, {"text": "status"}, key=KEY), 409, "conflict")
    await come_back(service)
    answer = await run(api, key=KEY)
    (result,) = data_of(answer)
    assert (result["status"], result["replayed"]) == ("done", True)
    assert answer.headers["Idempotent-Replayed"] == "true"
    undo = {"actions": [{"kind": "undo", "target": result["operation_id"]}]}
    data_of(await api.post("/actions/run", json=undo))
    assert not written(service)


async def test_what_clockify_refuses_then_ends_with_the_reason(service: Service, api: httpx.AsyncClient) -> None:
    await run(api, {"text": "status"})
    go_away(service)
    pending_id = await kept(api, key=KEY)
    (project_id,) = [each.id for each in service.sandbox.projects.values() if each.name == "Apollo"]
    del service.sandbox.projects[project_id]
    await come_back(service)
    found = await pending(api, pending_id)
    assert found["state"] == "failed"
    assert found["results"][0]["error"]["code"] == "not_found"
    answer = await run(api, key=KEY)
    assert not answer.json()["ok"]
    assert answer.json()["data"][0]["error"] == found["results"][0]["error"]
    assert not written(service)


async def test_what_is_discarded_is_not_carried_out(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    pending_id = await kept(api, key=KEY)
    for _ in range(2):
        assert data_of(await api.delete(f"/pending/{pending_id}"))["state"] == "discarded"
    await come_back(service)
    assert not written(service)
    error = error_of(await run(api, key=KEY), 409, "conflict")
    assert error["details"]["reason"] == "discarded"


async def test_what_has_ended_is_not_discarded(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    pending_id = await kept(api)
    await come_back(service)
    error_of(await api.delete(f"/pending/{pending_id}"), 409, "conflict")
    assert len(written(service)) == 1


async def test_others_neither_see_nor_discard_it(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    mine = await service.client("run")
    pending_id = await kept(mine)
    other = await service.client("run")
    assert data_of(await other.get("/pending")) == []
    error_of(await other.get(f"/pending/{pending_id}"), 404, "not_found")
    error_of(await other.delete(f"/pending/{pending_id}"), 404, "not_found")
    assert [each["id"] for each in data_of(await api.get("/pending"))] == [pending_id]


async def test_several_are_carried_out_in_the_order_in_which_they_were_said(
    service: Service, api: httpx.AsyncClient
) -> None:
    go_away(service)
    for number in range(3):
        await kept(api, {"text": f"log 1h on Apollo yesterday: {number}"})
        service.clock.go_on(seconds=1)
    await come_back(service)
    starts = [written(service, str(number))[0].start for number in range(3)]
    assert starts == sorted(starts)


async def test_a_half_done_request_is_finished(service: Service, api: httpx.AsyncClient) -> None:
    await run(api, {"text": "status"})
    body = {"actions": [LOG, {**LOG, "project": "Hermes"}]}
    entries = len(service.sandbox.entries)
    service.sandbox.faults.add(Fault("latency", method="POST"))  # the first goes through
    service.sandbox.faults.add(
        Fault("server_error", status=503, method="POST", times=None, retry_after=AWAY_S, path="*")
    )
    first, second = data_of(await run(api, body, key=KEY), 202)
    assert (first["status"], second["status"]) == ("done", "pending")
    await come_back(service)
    first, second = data_of(await run(api, body, key=KEY))
    assert (first["status"], second["status"]) == ("done", "done")
    assert len(service.sandbox.entries) == entries + 2


async def test_a_timer_is_not_kept_for_later(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    error = error_of(await run(api, {"text": "start Apollo"}), 502, "upstream_error")
    assert "pending" not in error["details"]
    assert data_of(await api.get("/pending")) == []


async def test_an_edit_of_the_last_entry_is_not_kept_but_one_of_a_known_entry_is(
    service: Service, api: httpx.AsyncClient
) -> None:
    (done,) = data_of(await run(api))
    go_away(service)
    await service.services.pending.work_once()
    entry_id = done["entry"]["id"]
    await kept(api, {"actions": [{"kind": "edit_entry", "target": entry_id, "description": "mended"}]})
    service.sandbox.entries[entry_id].billable = True  # somebody else, meanwhile
    await come_back(service)
    (entry,) = written(service, "mended")
    assert entry.billable is True


async def test_with_the_token_goes_what_it_asked_for(service: Service) -> None:
    go_away(service)
    api = await service.client("run")
    pending_id = await kept(api)
    (token,) = [each for each in await service.services.token_store.all() if [*each.scopes] == ["run"]]
    await service.services.token_store.revoke(token.id, at=service.clock())
    await come_back(service)
    assert not written(service)
    admin = await service.client()
    assert (await pending(admin, pending_id))["results"][0]["error"]["details"]["reason"] == "token_revoked"


async def test_it_is_given_up_after_days_and_says_so(tmp_path: Path) -> None:
    async with running_service(tmp_path, pending_days=1) as service:
        api = await service.client()
        go_away(service)
        pending_id = await kept(api, key=KEY)
        for _ in range(3):
            service.clock.go_on(hours=9)
            await service.services.pending.work_once()
        found = await pending(api, pending_id)
        assert found["state"] == "failed"
        assert "did not answer for 1 day" in found["results"][0]["error"]["message"]
        await come_back(service)
        assert not written(service)


async def test_it_outlives_a_restart(tmp_path: Path) -> None:
    async with running_service(tmp_path) as before:
        go_away(before)
        pending_id = await kept(await before.client(), key=KEY)
        sandbox = before.sandbox
    async with running_service(tmp_path, sandbox=sandbox) as after:
        await come_back(after)
        assert len(written(after)) == 1
        assert (await pending(await after.client(), pending_id))["state"] == "done"


async def test_two_instances_carry_it_out_once(tmp_path: Path, postgres_url: str) -> None:
    async with running_service(tmp_path, database_url=postgres_url) as one:
        go_away(one)
        for number in range(4):
            await kept(await one.client(), {**LATER, "timezone": "Europe/Berlin"}, key=str(number))
        async with running_service(tmp_path, database_url=postgres_url, sandbox=one.sandbox, clock=one.clock) as two:
            one.sandbox.faults.clear()
            one.clock.go_on(seconds=AWAY_S)
            await asyncio.gather(*(each.services.pending.work_once() for each in (one, two, one, two)))
            assert len(written(one)) == 4


async def test_a_lost_answer_is_looked_for_before_it_is_sent_again(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    pending_id = await kept(api)
    service.sandbox.faults.clear()
    service.sandbox.faults.add(Fault("drop", after=True, method="POST"))
    service.clock.go_on(seconds=AWAY_S)
    await service.services.pending.work_once()
    assert (await pending(api, pending_id))["state"] == "done"
    assert len(written(service)) == 1


async def test_cut_off_after_the_write_it_is_found_to_be_done(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    pending_id = await kept(api)
    await come_back(service)
    cut_off = update(pending_requests).values(state="trying", results=None, ended_at=None, told=False)
    await service.services.database.change(cut_off)  # as a process leaves it that dies before it can note the end
    service.clock.go_on(seconds=LEASE.total_seconds())
    await service.services.pending.work_once()
    found = await pending(api, pending_id)
    assert (found["state"], found["attempts"]) == ("done", 2)
    assert len(written(service)) == 1


async def test_what_waits_is_not_undone_and_neither_is_what_stands_before_it(
    service: Service, api: httpx.AsyncClient
) -> None:
    await run(api, {"text": "log 1h on Apollo yesterday: before"})
    go_away(service)
    service.clock.go_on(seconds=1)
    await kept(api)
    service.sandbox.faults.clear()
    error = error_of(await run(api, {"text": "undo"}), 409, "conflict")
    assert error["details"]["reason"] == "waiting"
    assert written(service, "before")


async def test_keeping_carrying_out_and_discarding_are_audited(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    first, second = await kept(api), await kept(api)
    data_of(await api.delete(f"/pending/{second}"))
    await come_back(service)
    noted = await SqlAuditLog(service.services.database).entries(limit=10)
    told = [(each.what, each.about, each.outcome) for each in noted if isinstance(each, AuditEntry)]
    assert set(told) == {
        ("keep pending request", first, "done"),
        ("keep pending request", second, "done"),
        ("discard pending request", second, "done"),
        ("carry out pending request", first, "done"),
    }


async def test_who_discards_what_is_somebody_elses_is_noted(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    pending_id = await kept(await service.client("run"))
    data_of(await api.delete(f"/pending/{pending_id}"))
    noted = await SqlAuditLog(service.services.database).entries(limit=10)
    who = {each.what: each.who for each in noted if isinstance(each, AuditEntry)}
    assert who["discard pending request"] != who["keep pending request"]


async def test_while_it_is_away_one_call_looks_for_all(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    callers = [await service.client("run") for _ in range(5)]
    for caller in callers:
        await kept(caller)
    service.clock.go_on(seconds=AWAY_S)
    service.sandbox.traffic.clear()
    await service.services.pending.work_once()
    assert [each.path.rpartition("/")[2] for each in service.sandbox.traffic.log] == ["user"]
    assert [each["attempts"] for each in data_of(await api.get("/pending"))] == [1] * 5
    await come_back(service)
    assert len(written(service)) == 5


async def test_how_much_waits_is_told_to_those_who_watch(service: Service, api: httpx.AsyncClient) -> None:
    go_away(service)
    await kept(api)
    service.clock.go_on(seconds=90)
    text = (await api.get("/metrics")).text
    assert 'clankerbot_queue_waiting{queue="pending"} 1.0' in text
    assert 'clankerbot_queue_oldest_seconds{queue="pending"} 90.0' in text
    await come_back(service)
    text = (await api.get("/metrics")).text
    assert 'clankerbot_pending_requests_total{outcome="done"} 1.0' in text
