"""Ten thousand forms of each header that says who somebody is: the caller never chooses, and is never let in."""

import random
from pathlib import Path

import httpx

from tests.fakes.services import Service, running_service
from tests.fakes.signatures import hostile_signatures

FORMS = 10_000
REAL = "203.0.113.9"
PROXY = "10.0.0.1"
_ADDRESSES = ("192.0.2.1", "10.0.0.2", "127.0.0.1", "::1", "2001:db8::1", "::ffff:192.0.2.7", "0.0.0.0", "fd00::1")
_JUNK = (
    "", " ", ",", ",,,", "unknown", "_hidden", "localhost", "192.0.2.1:80", "[2001:db8::1]:443", "1.2.3", "01.2.3.4",
    "1e3", "0x7f.1", "256.1.1.1", "%00", "\t", "\xa0", "\xff\xfe", "é", "<script>", "' OR 1=1", "a" * 300, "1.2.3.4/8",
    "1.2.3.4%eth0", "fe80::1%1", "::", "-1", "127.1", "2130706433", "for=192.0.2.60", '"192.0.2.1"',
)  # fmt: skip


def forwarded(chance: random.Random) -> list[str]:
    """The lines of `X-Forwarded-For` that a caller may send."""
    return [
        chance.choice((",", ", ", " ,", " , ")).join(
            chance.choice((*_ADDRESSES, *_JUNK)) for _ in range(chance.randrange(0, 6))
        )
        for _ in range(chance.randrange(0, 4))
    ]


async def get(client: httpx.AsyncClient, lines: list[str]) -> httpx.Response:
    headers = [(b"x-forwarded-for", line.encode("latin-1", "replace")) for line in lines]
    return await client.get("/docs", headers=headers)


async def test_whatever_a_caller_forwards_it_has_one_allowance(tmp_path: Path) -> None:
    """Behind a proxy of ours, which adds who really calls to what the caller wrote."""
    chance = random.Random(7)
    async with running_service(tmp_path, rate_limit_per_minute=1, trusted_proxies="10.0.0.0/8,fd00::/8") as service:
        proxy, caller = await service.anonymous(address=PROXY), await service.anonymous(address="198.51.100.1")
        statuses = {"behind the proxy": set[int](), "directly": set[int]()}
        assert (await get(proxy, [REAL])).status_code == 200
        assert (await get(caller, [])).status_code == 200
        for number in range(FORMS // 2):
            lines = forwarded(chance)
            added = [*lines, REAL] if number % 2 else [*lines[:-1], ", ".join([*lines[-1:], REAL])]
            statuses["behind the proxy"].add((await get(proxy, added)).status_code)
            statuses["directly"].add((await get(caller, lines)).status_code)
        assert statuses == {"behind the proxy": {429}, "directly": {429}}


async def test_no_hostile_secret_of_a_webhook_is_let_in(tmp_path: Path) -> None:
    chance = random.Random(13)
    secret = "the-shared-secret-0123456789"
    async with running_service(tmp_path, webhook_shared_secret=secret) as service:
        statuses = await _deliveries(service, chance, secret)
    assert statuses == {401}


async def _deliveries(service: Service, chance: random.Random, secret: str) -> set[int]:
    caller = await service.anonymous()
    statuses = set()
    names = (b"x-webhook-secret", b"clockify-signature", b"authorization")
    for number, hostile in zip(range(FORMS), hostile_signatures(chance, secret), strict=False):
        if hostile.strip() == secret.encode():
            continue
        headers = [
            (names[number % 3], hostile),
            (b"content-type", b"application/json"),
            (b"clockify-webhook-event-type", b"NEW_PROJECT"),
        ]
        answer = await caller.post("/webhooks/clockify", content=b"{}", headers=headers)
        statuses.add(answer.status_code)
    return statuses
