"""Connections to whom we call: a pool for each, so that one that hangs holds up none of the others."""

import httpx

from clankerbot_engine.telemetry import Tracing


def new_http_client() -> httpx.AsyncClient:
    """Redirects are not followed: they would carry a credential elsewhere."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(10, connect=3, pool=2),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
        follow_redirects=False,
    )


class Outgoing:
    """`given` is used for all of them, and closed by whoever passed it."""

    def __init__(self, given: httpx.AsyncClient | None = None, *, tracing: Tracing | None = None) -> None:
        self._given = given
        self._tracing = tracing
        self._pools: dict[str, httpx.AsyncClient] = {}
        if given is not None and tracing is not None:
            tracing.instrument_http(given)

    def pool(self, remote: str) -> httpx.AsyncClient:
        """Made when it is first asked for; there are as many as there are remotes that the settings and we name."""
        if self._given is not None:
            return self._given
        if remote not in self._pools:
            self._pools[remote] = made = new_http_client()
            if self._tracing is not None:
                self._tracing.instrument_http(made)
        return self._pools[remote]

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()
