"""`Pauses` that all instances share, by the server's clock."""

from typing import Final

from clankerbot_engine.clockify.pauses.memory import MemoryPauses
from clankerbot_engine.clockify.pauses.port import FIRST_S, LONGEST_BELIEVED_S, LONGEST_S
from clankerbot_engine.shared.redis import PREFIX, RedisAway, RedisServer

_LEFT: Final = """
local found = redis.call('HMGET', KEYS[1], 'until', 'guessed')
if not found[1] then return {0, 0} end
local time = redis.call('TIME')
local left = tonumber(found[1]) - (time[1] * 1000 + math.floor(time[2] / 1000))
if left < 0 or left > tonumber(ARGV[1]) then left = 0 end
return {1, left}
"""
"""Whether there is or was one that did not end by an answer, and how many milliseconds of it are left."""
_BEGIN: Final = """
local said, first, longest, believed = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local before = tonumber(redis.call('HGET', KEYS[1], 'guessed'))
local guessed = before and math.min(longest, 2 * before) or first
local wait = guessed
if said >= 0 then wait = math.min(said, believed) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + wait), 'guessed', string.format('%.0f', guessed))
redis.call('PEXPIRE', KEYS[1], wait + 2 * longest)
return wait
"""
"""Times in milliseconds; `said` -1: nothing. Kept longer than it lasts, as the next one is twice as long."""


class RedisPauses:
    """While Redis is away, each instance goes by what it was told itself."""

    def __init__(self, server: RedisServer, local: MemoryPauses) -> None:
        self._server = server
        self._local = local
        self._seen: set[str] = set()

    async def left_s(self, workspace: str) -> float:
        here_s = self._local.left_here_s(workspace)
        try:
            is_there, left_ms = await self._server.script(_LEFT, _key(workspace), _ms(LONGEST_BELIEVED_S))
        except RedisAway:
            return here_s
        if is_there:
            self._seen.add(workspace)
        return max(here_s, float(left_ms) / 1000)

    async def begin(self, workspace: str, said_s: float | None) -> None:
        told = "-1" if said_s is None else _ms(said_s)
        try:
            wait_ms = await self._server.script(
                _BEGIN, _key(workspace), told, _ms(FIRST_S), _ms(LONGEST_S), _ms(LONGEST_BELIEVED_S)
            )
        except RedisAway:
            await self._local.begin(workspace, said_s)
        else:
            self._seen.add(workspace)
            await self._local.begin(workspace, wait_ms / 1000)

    async def end(self, workspace: str) -> None:
        """After each answer, so Redis is told only where there is something to end."""
        if not (workspace in self._seen or self._local.knows(workspace)):
            return
        self._seen.discard(workspace)
        await self._local.end(workspace)
        key = _key(workspace)
        try:
            await self._server.ask(lambda client: client.delete(key))
        except RedisAway:
            self._seen.add(workspace)


def _key(workspace: str) -> str:
    return f"{PREFIX}pause:{workspace}"


def _ms(seconds: float) -> str:
    return str(round(seconds * 1000))
