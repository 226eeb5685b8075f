"""What every `Journal` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clankerbot_engine.errors import Conflict
from clankerbot_engine.stores.ports import Journal, Operation
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ME, YOU = "token:me", "token:you"


def operation(id: str, **fields: Any) -> Operation:
    defaults: dict[str, Any] = {
        "principal": ME,
        "request_key": f"key of {id}",
        "position": 0,
        "integration": "notes",
        "kind": "write_note",
        "action": {"kind": "write_note", "text": "a"},
        "plan": {"do": "write", "text": "a"},
        "state": "started",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Operation(id=id, **{**defaults, **fields})


async def done(
    journal: Journal, id: str, *, entity_id: str | None = None, undoable: bool = True, **fields: Any
) -> None:
    """Begin and finish it."""
    await journal.begin([operation(id, **fields)])
    inverse = {"do": "delete"} if undoable else None
    assert await journal.finish(id, result={"message": "ok"}, inverse=inverse, entity_id=entity_id, at=NOW)


async def ids(operations: Any) -> list[str]:
    return [each.id for each in await operations]


async def test_an_operation_comes_back_as_it_was_begun(stores: Stores) -> None:
    begun = operation("1", part=3, undoes="0", plan={"text": "ü 🎉", "n": [1, None, True]})
    await stores.journal.begin([begun])
    assert await stores.journal.get("1") == begun
    assert await stores.journal.get("2") is None


async def test_the_operations_of_a_request_come_by_position_and_part(stores: Stores) -> None:
    places = [(1, 0), (0, 1), (0, 0)]
    await stores.journal.begin(
        [operation(f"{at}.{part}", request_key="k", position=at, part=part) for at, part in places]
    )
    await stores.journal.begin([operation("other"), operation("yours", principal=YOU, request_key="k")])
    assert await ids(stores.journal.of_request(ME, "k")) == ["0.0", "0.1", "1.0"]


async def test_of_operations_begun_together_all_are_there_or_none(stores: Stores) -> None:
    await stores.journal.begin([operation("1", request_key="k", position=1)])
    with pytest.raises(Conflict):
        await stores.journal.begin(
            [operation("2", request_key="k", position=0), operation("3", request_key="k", position=1)]
        )
    assert await stores.journal.get("2") is None


async def test_a_place_in_a_request_is_taken_once_also_at_the_same_time(stores: Stores) -> None:
    attempts = [stores.journal.begin([operation(str(n), request_key="k")]) for n in range(10)]
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 9


async def test_a_finished_operation_has_its_result_and_no_error_any_more(stores: Stores) -> None:
    await stores.journal.begin([operation("1")])
    await stores.journal.fail("1", state="unknown", error={"code": "upstream_timeout"}, at=NOW)
    later = NOW + timedelta(seconds=5)
    assert await stores.journal.finish("1", result={"a": 1}, inverse={"b": 2}, entity_id="e", at=later)
    assert await stores.journal.get("1") == operation(
        "1", state="done", result={"a": 1}, inverse={"b": 2}, entity_id="e", updated_at=later
    )


@pytest.mark.parametrize("state", ["failed", "unknown"])
async def test_a_failed_operation_has_its_error(stores: Stores, state: Any) -> None:
    await stores.journal.begin([operation("1")])
    await stores.journal.fail("1", state=state, error={"code": "forbidden"}, at=NOW)
    assert await stores.journal.get("1") == operation("1", state=state, error={"code": "forbidden"})


async def test_an_operation_is_restarted_by_one_of_many(stores: Stores) -> None:
    await stores.journal.begin([operation("1")])
    await stores.journal.fail("1", state="failed", error={}, at=NOW)
    claims = [stores.journal.restart("1", seen="failed", at=NOW) for _ in range(10)]
    assert sum(await asyncio.gather(*claims)) == 1
    restarted = await stores.journal.get("1")
    assert restarted is not None
    assert (restarted.state, restarted.attempts) == ("started", 2)
    assert not await stores.journal.restart("unknown", seen="failed", at=NOW)


async def test_an_entity_is_claimed_by_its_operation_for_all_others(stores: Stores) -> None:
    await done(stores.journal, "1", entity_id="e1")
    await done(stores.journal, "2", entity_id="e2", integration="other")
    assert await stores.journal.claimed("notes", ["e1", "e2", "e3"], besides="x") == {"e1"}
    assert await stores.journal.claimed("notes", ["e1"], besides="1") == frozenset()
    assert await stores.journal.claimed("notes", [], besides="x") == frozenset()


async def test_what_is_claimed_already_does_not_finish_another_operation(stores: Stores) -> None:
    await done(stores.journal, "1", entity_id="e")
    await stores.journal.begin([operation("2")])

    async def finish(entity_id: str | None) -> bool:
        return await stores.journal.finish(
            "2", result={}, inverse=None, entity_id=entity_id, at=NOW, unless_claimed=True
        )

    assert not await finish("e")
    assert await stores.journal.get("2") == operation("2")
    assert await finish("e2")
    assert await finish("e2")  # its own


async def test_writes_without_an_entity_claim_nothing(stores: Stores) -> None:
    await done(stores.journal, "1", entity_id=None)
    await stores.journal.begin([operation("2")])
    assert await stores.journal.finish("2", result={}, inverse=None, entity_id=None, at=NOW, unless_claimed=True)


async def test_finishing_an_undo_marks_what_it_undoes(stores: Stores) -> None:
    await done(stores.journal, "1")
    await stores.journal.begin([operation("2", undoes="1")])
    assert (await stores.journal.get("1") or operation("")).undone_by is None
    await stores.journal.finish("2", result={}, inverse=None, entity_id=None, at=NOW)
    assert (await stores.journal.get("1") or operation("")).undone_by == "2"


async def test_there_is_one_undo_at_a_time(stores: Stores) -> None:
    await done(stores.journal, "1")
    undos = [stores.journal.begin([operation(f"u{n}", undoes="1")]) for n in range(5)]
    outcomes = await asyncio.gather(*undos, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 4


async def test_a_failed_undo_gives_way_to_another_and_does_not_come_back(stores: Stores) -> None:
    await done(stores.journal, "1")
    await stores.journal.begin([operation("u1", undoes="1")])
    await stores.journal.fail("u1", state="failed", error={}, at=NOW)
    assert await stores.journal.undo_of("1") is None
    await stores.journal.begin([operation("u2", undoes="1")])
    assert await stores.journal.undo_of("1") == operation("u2", undoes="1")
    assert not await stores.journal.restart("u1", seen="failed", at=NOW)


async def test_a_failed_undo_can_be_tried_again(stores: Stores) -> None:
    await done(stores.journal, "1")
    await stores.journal.begin([operation("u1", undoes="1")])
    await stores.journal.fail("u1", state="failed", error={}, at=NOW)
    assert await stores.journal.restart("u1", seen="failed", at=NOW)


async def test_the_newest_request_is_the_one_to_undo(stores: Stores) -> None:
    await done(stores.journal, "1", created_at=NOW)
    for n in (1, 0):
        await done(stores.journal, f"2.{n}", request_key="k", position=n, created_at=NOW + timedelta(seconds=1))
    await done(stores.journal, "3", principal=YOU, created_at=NOW + timedelta(seconds=2))
    assert await ids(stores.journal.last_undoable(ME)) == ["2.0", "2.1"]
    assert await ids(stores.journal.last_undoable(YOU)) == ["3"]
    assert await ids(stores.journal.last_undoable("nobody")) == []


async def test_what_is_undone_or_cannot_be_is_passed_over(stores: Stores) -> None:
    await done(stores.journal, "1", created_at=NOW)
    await done(stores.journal, "2", created_at=NOW + timedelta(seconds=1), undoable=False)
    await stores.journal.begin([operation("3", created_at=NOW + timedelta(seconds=2))])
    await stores.journal.fail("3", state="failed", error={}, at=NOW)
    await done(stores.journal, "4", created_at=NOW + timedelta(seconds=3))
    await done(stores.journal, "5", created_at=NOW + timedelta(seconds=4), undoes="4")
    assert await ids(stores.journal.last_undoable(ME)) == ["1"]


async def test_a_request_that_is_open_is_the_one_to_undo(stores: Stores) -> None:
    await done(stores.journal, "1", created_at=NOW)
    await stores.journal.begin([operation("2", created_at=NOW + timedelta(seconds=1))])
    assert await ids(stores.journal.last_undoable(ME)) == ["2"]


async def test_what_is_open_is_listed_the_longest_untouched_first(stores: Stores) -> None:
    for minutes, id in ((3, "1"), (1, "2"), (2, "3"), (9, "4")):
        await stores.journal.begin([operation(id, updated_at=NOW + timedelta(minutes=minutes))])
    await done(stores.journal, "5")
    await stores.journal.fail("2", state="unknown", error={}, at=NOW)
    await stores.journal.begin([operation("6")])
    await stores.journal.fail("6", state="failed", error={}, at=NOW)
    before = NOW + timedelta(minutes=9)
    assert await ids(stores.journal.unsettled(before=before)) == ["2", "3", "1"]
    assert await ids(stores.journal.unsettled(before=before, limit=1)) == ["2"]


async def test_a_replaced_field_is_the_only_one_that_changes(stores: Stores) -> None:
    await stores.journal.begin([operation("1"), operation("2")])
    await stores.journal.fail("1", state="unknown", error={"code": "x"}, at=NOW)
    assert await stores.journal.get("1") == replace(operation("1"), state="unknown", error={"code": "x"})
    assert await stores.journal.get("2") == operation("2")


async def test_what_touched_a_thing_is_found_however_long_ago_and_what_is_under_way_for_a_while(stores: Stores) -> None:
    later = NOW + timedelta(minutes=5)

    async def touching(entity_id: str) -> list[str]:
        return sorted(each.id for each in await stores.journal.touching(entity_id, under_way_since=later))

    for number, touched in {"1": ("e", "f"), "2": ("e",), "3": ()}.items():
        await stores.journal.begin([operation(number, updated_at=NOW)])
        assert await stores.journal.finish(
            number, result={}, inverse=None, entity_id=None, touched=touched, at=NOW, unless_claimed=True
        )
    await stores.journal.begin([operation("4", updated_at=NOW), operation("5", updated_at=later)])
    assert await touching("e") == ["1", "2", "5"]
    assert await touching("f") == ["1", "5"]
    await stores.journal.fail("5", state="failed", error={}, at=later)
    assert await touching("f") == ["1"]
    assert await touching("g") == []


async def test_what_ended_long_ago_is_forgotten_with_what_it_touched(stores: Stores) -> None:
    old, later = NOW - timedelta(days=1), NOW + timedelta(minutes=1)
    await stores.journal.begin([operation(each) for each in ("old", "new", "failed", "open", "unknown")])
    for each, at in (("old", old), ("new", NOW)):
        await stores.journal.finish(each, result={}, inverse=None, entity_id=None, touched=["entry"], at=at)
    await stores.journal.fail("failed", state="failed", error={}, at=old)
    await stores.journal.fail("unknown", state="unknown", error={}, at=old)
    assert await stores.journal.forget(before=NOW, limit=1) == 1
    assert await stores.journal.forget(before=NOW) == 1
    assert await stores.journal.forget(before=NOW) == 0
    assert await ids(stores.journal.touching("entry", under_way_since=later)) == ["new"]
    assert {each.id for each in await stores.journal.unsettled(before=later)} == {"open", "unknown"}
    assert await stores.journal.get("failed") is None
