"""API tokens: shown once, kept as a hash, refused in words, forgotten within seconds of their revocation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.errors import Unauthorized, ValidationFailed
from clankerbot_engine.redaction import Redactor
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.ports import ApiToken
from clankerbot_engine.tokens import FRESH, TokenVerifier, is_well_formed, issue_token, new_token_text, token_hash

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Tokens:
    """A `TokenStore` that counts how often it is asked."""

    def __init__(self) -> None:
        self.by_hash: dict[str, ApiToken] = {}
        self.asked = 0

    async def add(self, token: ApiToken, token_hash: str) -> None:
        self.by_hash[token_hash] = token

    async def find(self, token_hash: str) -> ApiToken | None:
        self.asked += 1
        return self.by_hash.get(token_hash)

    async def get(self, token_id: str) -> ApiToken | None:
        return next((token for token in self.by_hash.values() if token.id == token_id), None)

    async def all(self) -> list[ApiToken]:
        return list(self.by_hash.values())

    async def used(self, token_id: str, at: datetime) -> None:
        for key, token in [*self.by_hash.items()]:
            if token.id == token_id:
                self.by_hash[key] = replace(token, last_used_at=at)

    async def revoke(self, token_id: str, at: datetime) -> bool:
        for hashed, token in self.by_hash.items():
            if token.id == token_id:
                self.by_hash[hashed] = ApiToken(token.id, token.name, token.scopes, token.created_at, revoked_at=at)
                return True
        return False


class Bench:
    def __init__(self, **verifier: Any) -> None:
        self.now = NOW
        self.store = Tokens()
        self.verifier = TokenVerifier(self.store, clock=lambda: self.now, **verifier)

    async def issue(self, *, scopes: tuple[str, ...] = ("run",), **fields: Any) -> tuple[ApiToken, str]:
        return await issue_token(self.store, fields.pop("name", "laptop"), scopes, clock=lambda: self.now, **fields)


def test_a_token_text_is_recognisable_long_and_never_the_same() -> None:
    texts = {new_token_text() for _ in range(100)}
    assert len(texts) == 100
    assert all(text.startswith("clank_") and len(text) == 57 and is_well_formed(text) for text in texts)


@given(st.integers(6, 56), st.sampled_from("abc123_-"))
def test_a_typing_error_is_told_without_a_query(place: int, typed: str) -> None:
    text = new_token_text()
    mistyped = text[:place] + typed + text[place + 1 :]
    assert is_well_formed(mistyped) == (mistyped == text)


@given(st.text())
def test_any_other_text_is_no_token(text: str) -> None:
    assert not is_well_formed(text)
    assert not is_well_formed(new_token_text() + text[:1] + "\n")


def test_a_token_text_is_taken_out_of_the_log() -> None:
    text = new_token_text()
    assert text not in Redactor.from_settings(Settings()).redact(f"Authorization: Bearer {text}")


async def test_an_issued_token_is_kept_as_a_hash_alone() -> None:
    bench = Bench()
    token, text = await bench.issue(scopes=("run", "parse"), name="  laptop ")
    assert (token.name, sorted(token.scopes), token.created_at) == ("laptop", ["parse", "run"], NOW)
    assert bench.store.by_hash == {token_hash(text): token}
    assert text not in repr(bench.store.by_hash)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"scopes": ("run", "fly")}, "scopes"),
        ({"scopes": ()}, "scopes"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
    ],
)
async def test_a_wrong_wish_is_refused_and_names_the_field(asked: dict[str, Any], field: str) -> None:
    bench = Bench()
    with pytest.raises(ValidationFailed) as caught:
        await bench.issue(**asked)
    assert caught.value.field == field
    assert bench.store.by_hash == {}


async def test_a_token_proves_who_the_caller_is() -> None:
    bench = Bench()
    token, text = await bench.issue()
    assert await bench.verifier.verify(text) == token
    assert token.principal == f"token:{token.id}"


@pytest.mark.parametrize("text", ["", "clank_", "Bearer x", "clank_" + "a" * 51, "\x00", "é" * 57])
async def test_what_is_no_token_is_refused_without_a_query(text: str) -> None:
    bench = Bench()
    with pytest.raises(Unauthorized, match="clankerbot token create"):
        await bench.verifier.verify(text)
    assert bench.store.asked == 0


async def test_a_token_that_nobody_issued_is_refused() -> None:
    with pytest.raises(Unauthorized, match="not known here"):
        await Bench().verifier.verify(new_token_text())


async def test_a_token_is_looked_up_once_in_five_seconds() -> None:
    bench = Bench()
    _, text = await bench.issue()
    for _ in range(10):
        await bench.verifier.verify(text)
        bench.now += FRESH / 20
    assert bench.store.asked == 1
    bench.now += FRESH
    await bench.verifier.verify(text)
    assert bench.store.asked == 2


async def test_a_revoked_token_is_refused_within_five_seconds() -> None:
    bench = Bench()
    token, text = await bench.issue()
    await bench.verifier.verify(text)
    await bench.store.revoke(token.id, bench.now)
    bench.now += FRESH
    with pytest.raises(Unauthorized, match="revoked"):
        await bench.verifier.verify(text)


async def test_a_token_expires_on_time_also_while_it_is_remembered() -> None:
    bench = Bench()
    _, text = await bench.issue(expires_at=NOW + timedelta(seconds=2))
    await bench.verifier.verify(text)
    bench.now += timedelta(seconds=2)
    with pytest.raises(Unauthorized, match="expired"):
        await bench.verifier.verify(text)
    assert bench.store.asked == 1


async def test_refusals_are_not_remembered() -> None:
    """A token that is issued a moment later works at once; and guesses take no memory."""
    bench = Bench()
    text = new_token_text()
    with pytest.raises(Unauthorized):
        await bench.verifier.verify(text)
    token, _ = await bench.issue()
    bench.store.by_hash[token_hash(text)] = token
    assert await bench.verifier.verify(text) == token


async def test_no_more_tokens_are_remembered_than_there_is_room_for() -> None:
    bench = Bench(capacity=2)
    texts = [(await bench.issue())[1] for _ in range(3)]
    for text in texts:
        await bench.verifier.verify(text)
    await bench.verifier.verify(texts[2])
    assert bench.store.asked == 3
    await bench.verifier.verify(texts[0])
    assert bench.store.asked == 4


async def test_when_a_token_was_used_last_is_known_to_the_minute() -> None:
    bench = Bench()
    token, text = await bench.issue()

    async def last_used_at() -> datetime | None:
        known = await bench.store.get(token.id)
        assert known is not None
        return known.last_used_at

    assert await last_used_at() is None
    await bench.verifier.verify(text)
    assert await last_used_at() == NOW
    bench.now += timedelta(seconds=30)
    await bench.verifier.verify(text)
    assert await last_used_at() == NOW
    bench.now += timedelta(seconds=31)
    await bench.verifier.verify(text)
    assert await last_used_at() == NOW + timedelta(seconds=61)


async def test_a_token_that_is_refused_was_not_used() -> None:
    bench = Bench()
    token, text = await bench.issue()
    await bench.store.revoke(token.id, NOW)
    with pytest.raises(Unauthorized):
        await bench.verifier.verify(text)
    known = await bench.store.get(token.id)
    assert known is not None
    assert known.last_used_at is None
