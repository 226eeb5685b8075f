"""Opening Redis: away is no reason not to start, a server that does not let us in is."""

import asyncio
from functools import partial

import pytest
from redis.asyncio import Redis

from clankerbot_engine.errors import NotReady
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.shared.redis import CONNECTIONS, RedisAway, RedisServer
from tests.fakes import redis


@pytest.mark.parametrize("url", ["redis://:hunter2@127.0.0.1:1/0", "unix:///nowhere/redis.sock"])
async def test_the_start_does_not_wait_for_a_server_that_is_away(url: str, caplog: pytest.LogCaptureFixture) -> None:
    server = await RedisServer.open(url, metrics=Metrics())
    assert server.problem is not None
    assert server.problem.startswith(server.name)
    assert "hunter2" not in server.problem + caplog.text
    assert [each.message for each in caplog.records] == ["redis_away"]
    await server.close()


async def test_a_wrong_password_stops_the_start_with_a_line_that_names_the_setting() -> None:
    with redis.server("--requirepass", "right") as running:
        wrong = running.url.replace("unix://", "unix://:hunter2@")
        for url in (wrong, running.url):
            with pytest.raises(NotReady, match=r"^REDIS_URL: unix:///\S+ does not let this program in: ") as refusal:
                await RedisServer.open(url, metrics=Metrics())
            assert "hunter2" not in refusal.value.message
        right = await RedisServer.open(running.url.replace("unix://", "unix://:right@"), metrics=Metrics())
        assert right.problem is None
        await right.close()


@pytest.mark.parametrize("option", ["db=first", "socket_timeout=soon", "colour=mauve", "ssl_min_version=99"])
async def test_an_option_that_is_none_stops_the_start_with_a_line_that_names_the_setting(option: str) -> None:
    with pytest.raises(NotReady, match=r"^REDIS_URL: .+ no option .+ redis://127\.0\.0\.1:1/0\.$") as refusal:
        await RedisServer.open(f"redis://:hunter2@127.0.0.1:1/0?{option}", metrics=Metrics())
    assert option.partition("=")[2] not in refusal.value.message


async def test_a_database_that_is_not_there_stops_the_start(redis_url: str) -> None:
    if not redis_url.startswith("unix://"):
        pytest.skip("a socket's address says the database otherwise")
    with pytest.raises(NotReady, match="REDIS_URL"):
        await RedisServer.open(f"{redis_url}?db=9999", metrics=Metrics())


async def ping(server: RedisServer) -> bool:
    return bool(await server.ask(lambda client: client.ping()))


async def connections(url: str) -> int:
    """As the server counts them, but for the one that asks."""
    async with Redis.from_url(url) as client:
        return len(await client.client_list()) - 1


@pytest.mark.parametrize(("options", "most"), [("", CONNECTIONS), ("?max_connections=7", 7)])
async def test_who_comes_in_a_crowd_waits_for_a_turn_and_is_answered(
    redis_server: redis.Server, options: str, most: int
) -> None:
    """That the others are many is no fault of the server's: the deadline is for those whose turn it is."""
    server = await RedisServer.open(f"{redis_server.url}{options}", metrics=Metrics(), deadline_s=60)
    under_way: set[int] = set()
    at_once: list[int] = []

    async def question(client: Redis, number: int) -> bool:
        under_way.add(number)
        at_once.append(len(under_way))
        answer = bool(await client.ping())
        under_way.remove(number)
        return answer

    answers = await asyncio.gather(*(server.ask(partial(question, number=number)) for number in range(500)))
    assert answers == [True] * 500
    assert max(at_once) == most
    assert await connections(redis_server.url) == most
    await server.close()


async def test_who_is_cut_off_leaves_the_connection_to_others(redis_server: redis.Server) -> None:
    server = await RedisServer.open(redis_server.url, metrics=Metrics(), deadline_s=60)
    for turns in range(20):  # of the event loop, after which they are cut off: in the midst of this or that
        crowd = [asyncio.create_task(ping(server)) for _ in range(4 * CONNECTIONS)]
        for _ in range(turns):
            await asyncio.sleep(0)
        for each in crowd:
            each.cancel()
        await asyncio.wait(crowd)
    assert await asyncio.gather(*(ping(server) for _ in range(500))) == [True] * 500
    assert await connections(redis_server.url) <= CONNECTIONS
    await server.close()


async def test_a_crowd_does_not_wait_in_turn_for_a_server_that_hangs(redis_server: redis.Server) -> None:
    server = await RedisServer.open(redis_server.url, metrics=Metrics())
    asked: list[None] = []

    async def question(client: Redis) -> None:
        asked.append(None)
        await client.ping()

    redis_server.hang()
    crowd = (server.ask(question) for _ in range(500))
    answers = await asyncio.gather(*crowd, return_exceptions=True)
    redis_server.go_on()
    assert {type(each) for each in answers} == {RedisAway}
    assert len(asked) <= 2 * CONNECTIONS  # those that were under way, and one that tries whether it is back
    await server.close()
