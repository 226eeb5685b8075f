"""What every `CardStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from clankerbot_engine.stores.ports import StoredCard
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
CARD = StoredCard("1", "slack:T1:U1", "question", {"text": "2h", "rows": [1, {"a": None}]}, NOW, NOW)


async def test_a_card_is_found_as_it_was_put(stores: Stores) -> None:
    await stores.cards.put(CARD)
    assert await stores.cards.get("1") == CARD
    assert await stores.cards.get("2") is None


async def test_a_card_is_replaced_and_stays_as_old_as_it_is(stores: Stores) -> None:
    await stores.cards.put(CARD)
    changed = replace(CARD, kind="receipt", document={"text": "3h"}, created_at=LATER, updated_at=LATER)
    await stores.cards.put(changed)
    assert await stores.cards.get("1") == replace(changed, created_at=NOW)


async def test_what_many_change_at_once_is_all_there(stores: Stores) -> None:
    def counted(name: str, stored: StoredCard | None) -> StoredCard:
        names = [] if stored is None else stored.document["names"]
        return replace(CARD, document={"names": [*names, name]})

    names = [str(number) for number in range(8)]
    changed = await asyncio.gather(*(stores.cards.change("1", partial(counted, name)) for name in names))
    kept = await stores.cards.get("1")
    assert kept is not None
    assert sorted(kept.document["names"]) == names
    assert kept in changed


async def test_nobody_takes_over_the_card_of_another(stores: Stores) -> None:
    await stores.cards.put(CARD)
    await stores.cards.put(replace(CARD, principal="slack:T1:U2", document={"text": "mine"}))
    assert await stores.cards.get("1") == CARD


async def test_cards_that_nobody_touched_are_forgotten(stores: Stores) -> None:
    await stores.cards.put(CARD)
    await stores.cards.put(replace(CARD, id="2", updated_at=LATER))
    assert await stores.cards.forget(before=LATER) == 1
    assert await stores.cards.get("1") is None
    assert await stores.cards.get("2") is not None
