from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import OWNER_API_KEY
from tests.fakes.services import Service, data_of, error_of, running_service

DESIGN = {"channel": "#design", "topic": "events", "events": ["NEW_PROJECT"], "filters": {"project": "Apollo"}}


async def test_a_subscription_is_made_listed_and_deleted(api: httpx.AsyncClient, service: Service) -> None:
    made = data_of(await api.post("/subscriptions", json=DESIGN), 201)
    apollo = next(project for project in service.sandbox.projects.values() if project.name == "Apollo")
    assert (made["channel"], made["events"], made["workspace_id"]) == (
        "#design",
        ["NEW_PROJECT"],
        service.sandbox.workspace_id,
    )
    assert made["filters"] == {"project": "Apollo", "project_id": apollo.id}
    assert made["problem"] is None
    assert "PUBLIC_URL" in made.pop("note")  # without it Clockify cannot tell of anything
    assert data_of(await api.get("/subscriptions")) == [made]
    assert data_of(await api.delete(f"/subscriptions/{made['id']}")) == made
    assert data_of(await api.get("/subscriptions")) == []
    error_of(await api.delete(f"/subscriptions/{made['id']}"), 404, "not_found")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"people": ["Chiara Rossi"]}, ["Chiara Rossi"]),
        ({"people": ["chiara"]}, ["Chiara Rossi"]),
        ({"people": ["DMITRI@demo-studio.example", "me"]}, ["Ada Berg", "Dmitri Novák"]),
        ({"people": ["Dmitri Novak"]}, ["Dmitri Novák"]),
        ({"people": ["the design team"]}, ["Chiara Rossi", "Dmitri Novák"]),
        ({"people": ["Design"]}, ["Chiara Rossi", "Dmitri Novák"]),
    ],
)
async def test_people_are_found_by_name_address_and_group(
    api: httpx.AsyncClient, service: Service, said: dict[str, Any], found: list[str]
) -> None:
    made = data_of(await api.post("/subscriptions", json={**DESIGN, "filters": said}), 201)
    people = service.sandbox.people
    assert sorted(people[user_id].name for user_id in made["filters"]["user_ids"]) == found


async def test_who_joins_a_group_is_followed_from_then_on(tmp_path: Path) -> None:
    async with running_service(tmp_path / "with-webhooks", webhook_shared_secret="s") as service:
        own, outside, sandbox = await service.client(), await service.anonymous(), service.sandbox
        people = {"people": ["the design team", "me"]}
        data_of(await own.post("/subscriptions", json={**DESIGN, "filters": people}), 201)
        group = next(each for each in sandbox.groups.values() if each.name == "Design")
        joins = next(user_id for user_id in sandbox.people if user_id not in (*group.user_ids, sandbox.owner.id))
        sandbox.groups[group.id] = replace(group, user_ids=(joins,))
        headers = {"X-Webhook-Secret": "s", "Clockify-Webhook-Event-Type": "USER_GROUP_UPDATED"}
        told = {"id": group.id, "name": group.name, "workspaceId": sandbox.workspace_id}
        data_of(await outside.post("/webhooks/clockify", json=told, headers=headers))
        await service.services.inbox.work_once()
        (kept,) = data_of(await own.get("/subscriptions"))
        assert kept["filters"]["user_ids"] == [sandbox.owner.id, joins]
        (followed,) = await service.services.subscriptions.following(sandbox.workspace_id)
        assert followed.rule.user_ids == (sandbox.owner.id, joins)


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"project": "Apolo"}, "filters.project", "Did you mean Apollo"),
        ({"client": "Northwind"}, "filters.client", "Northwind Space"),
        ({"tag": "#meetin"}, "filters.tag", "meeting"),
        ({"people": ["Chiaro"]}, "filters.people", "nobody, and no group,"),
    ],
)
async def test_what_is_not_in_the_workspace_is_refused_with_what_is_like_it(
    api: httpx.AsyncClient, said: dict[str, Any], field: str, told: str
) -> None:
    error = error_of(await api.post("/subscriptions", json={**DESIGN, "filters": said}), 422, "validation_error")
    assert error["details"]["field"] == field
    assert told in error["message"]


async def test_a_rule_can_be_tried_out_on_the_last_days(tmp_path: Path) -> None:
    async with running_service(tmp_path, webhook_shared_secret="secret") as service:
        api, clockify = await service.client(), await service.anonymous()
        for number, name in enumerate(("Zeppelin", "Airship", "Balloon")):
            headers = {"X-Webhook-Secret": "secret", "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
            body = {"id": str(number), "name": name, "workspaceId": service.sandbox.workspace_id, "clientName": "Acme"}
            data_of(await clockify.post("/webhooks/clockify", json=body, headers=headers))
        wanted = {"channel": "#design", "events": ["NEW_PROJECT"]}
        found = data_of(await api.post("/subscriptions/preview", json=wanted))
        assert (found["events"], len(found["examples"])) == (3, 3)
        other = {**wanted, "filters": {"client": "Northwind Space"}}
        assert data_of(await api.post("/subscriptions/preview", json=other))["events"] == 0
        service.clock.go_on(days=8)
        assert data_of(await api.post("/subscriptions/preview", json=wanted))["events"] == 0
        assert data_of(await api.get("/subscriptions")) == []


async def test_a_subscription_of_another_token_is_not_there_unless_one_is_an_admin(service: Service) -> None:
    owner, other, admin = await service.client("webhooks"), await service.client("webhooks"), await service.client()
    made = data_of(await owner.post("/subscriptions", json=DESIGN), 201)
    del made["note"]
    assert data_of(await other.get("/subscriptions")) == []
    error_of(await other.delete(f"/subscriptions/{made['id']}"), 404, "not_found")
    assert data_of(await admin.get("/subscriptions")) == [made]


async def test_what_is_wrong_is_named_and_nothing_is_kept(api: httpx.AsyncClient) -> None:
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"channel": None}, "channel"),
        ({"channel": ""}, "channel"),
        ({"topic": "gossip"}, "topic"),
        ({"topic": "digest"}, "topic"),
        ({"events": []}, "events"),
        ({"events": ["NEW_PROJECTS"]}, "events.0"),
        ({"events": ["NEW_PROJECT", ""]}, "events.1"),
        ({"filters": []}, "filters"),
        ({"filters": {"project": "x" * 5000}}, "filters.project"),
        ({"filters": {"colour": "red"}}, "filters.colour"),
        ({"filters": {"min_duration_s": "8h"}}, "filters.min_duration_s"),
        ({"colour": "red"}, "colour"),
    ]
    for wrong, field in wrongs:
        error = error_of(await api.post("/subscriptions", json={**DESIGN, **wrong}), 422, "validation_error")
        assert error["details"]["field"] == field, wrong
    assert data_of(await api.get("/subscriptions")) == []


async def test_an_unknown_event_gets_suggestions(api: httpx.AsyncClient) -> None:
    answer = await api.post("/subscriptions", json={**DESIGN, "events": ["TIMER_STOP"]})
    error = error_of(answer, 422, "validation_error")
    assert "TIMER_STOPPED" in error["message"]


async def test_hostile_bodies_get_a_4xx(api: httpx.AsyncClient) -> None:
    deep = b'{"channel":"#x","topic":"digest","filters":' + b'{"a":' * 150 + b"1" + b"}" * 151
    for body in (b"", b"[]", b'{"channel":NaN}', rb'{"channel":"\ud800"}', b"[" * 100_000, deep):
        answer = await api.post("/subscriptions", content=body)
        assert answer.status_code in (400, 422), answer.text
    assert data_of(await api.get("/subscriptions")) == []


async def test_a_token_without_the_scope_is_refused(service: Service) -> None:
    api = await service.client("run", "parse", "schedules")
    error_of(await api.get("/subscriptions"), 403, "forbidden")
    error_of(await api.post("/subscriptions", json=DESIGN), 403, "forbidden")


async def test_of_two_projects_of_one_name_the_client_or_the_id_tells_which(
    api: httpx.AsyncClient, service: Service
) -> None:
    apollo = next(project for project in service.sandbox.projects.values() if project.name == "Apollo")
    other = next(client for client in service.sandbox.clients.values() if client.id != apollo.client_id)
    twin = await service.services.http.post(
        f"{service.services.settings.clockify_base_url}/v1/workspaces/{service.sandbox.workspace_id}/projects",
        headers={"X-Api-Key": OWNER_API_KEY},
        json={"name": "Apollo", "clientId": other.id},
    )
    await service.forget_workspaces()
    error = error_of(await api.post("/subscriptions", json=DESIGN), 422, "validation_error")
    assert error["details"]["field"] == "filters.project"
    assert "2 projects called “Apollo”" in error["message"]
    for filters in ({"project": "apollo", "client": other.name}, {"project": twin.json()["id"]}):
        made = data_of(await api.post("/subscriptions", json={**DESIGN, "filters": filters}), 201)
        assert (made["filters"]["project"], made["filters"]["project_id"]) == ("Apollo", twin.json()["id"])
