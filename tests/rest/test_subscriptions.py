from typing import Any

import httpx

from tests.fakes.services import Service, data_of, error_of

DESIGN = {"channel": "#design", "topic": "events", "events": ["NEW_PROJECT"], "filters": {"project": "Apollo"}}


async def test_a_subscription_is_made_listed_and_deleted(api: httpx.AsyncClient) -> None:
    made = data_of(await api.post("/subscriptions", json=DESIGN), 201)
    assert DESIGN.items() <= made.items()
    assert data_of(await api.get("/subscriptions")) == [made]
    assert data_of(await api.delete(f"/subscriptions/{made['id']}")) == made
    assert data_of(await api.get("/subscriptions")) == []
    error_of(await api.delete(f"/subscriptions/{made['id']}"), 404, "not_found")


async def test_a_subscription_of_another_token_is_not_there_unless_one_is_an_admin(service: Service) -> None:
    owner, other, admin = await service.client("webhooks"), await service.client("webhooks"), await service.client()
    made = data_of(await owner.post("/subscriptions", json=DESIGN), 201)
    assert data_of(await other.get("/subscriptions")) == []
    error_of(await other.delete(f"/subscriptions/{made['id']}"), 404, "not_found")
    assert data_of(await admin.get("/subscriptions")) == [made]


async def test_what_is_wrong_is_named_and_nothing_is_kept(api: httpx.AsyncClient) -> None:
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"channel": None}, "channel"),
        ({"channel": ""}, "channel"),
        ({"topic": "gossip"}, "topic"),
        ({"events": []}, "events"),
        ({"events": ["NEW_PROJECTS"]}, "events.0"),
        ({"events": ["NEW_PROJECT", ""]}, "events.1"),
        ({"filters": []}, "filters"),
        ({"filters": {"project": "x" * 5000}}, "filters"),
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
