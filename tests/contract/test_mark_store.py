"""What every `MarkStore` does."""

import asyncio
from datetime import UTC, datetime, timedelta

from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_what_is_marked_is_known(stores: Stores) -> None:
    assert not await stores.marks.has("said")
    for _ in range(2):
        await stores.marks.set("said", at=NOW)
    assert await stores.marks.has("said")
    assert not await stores.marks.has("sai")


async def test_one_alone_renews_a_mark_once_it_is_old(stores: Stores) -> None:
    first = await asyncio.gather(*(stores.marks.renew("looked", now=NOW, after=HOUR) for _ in range(4)))
    assert sorted(first) == [False, False, False, True]
    assert not await stores.marks.renew("looked", now=NOW + HOUR / 2, after=HOUR)
    assert await stores.marks.renew("looked", now=NOW + HOUR, after=HOUR)
