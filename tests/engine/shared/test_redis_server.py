"""Opening Redis: away is no reason not to start, a server that does not let us in is."""

import pytest

from clankerbot_engine.errors import NotReady
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.shared.redis import RedisServer
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
