"""Connections to Postgres on which nobody waits for ever: one whose server does not answer any more is given up.

A statement's own limit is kept by the server, and TCP notices only that nothing is acknowledged. A server that hangs,
or a proxy before one that is gone, acknowledges everything and answers nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

ANSWERS_WITHIN_S: Final = 8.0
"""Three seconds more than a statement may take on the server."""
_LOOKS_EVERY_S: Final = 0.1


class BoundedConnection(psycopg.Connection[Any]):
    _answers_within_s: float | None = ANSWERS_WITHIN_S

    @contextmanager
    def however_long_it_takes(self) -> Iterator[None]:
        self._answers_within_s = None
        try:
            yield
        finally:
            del self._answers_within_s

    def wait(self, gen: PQGen[RV], interval: float = _LOOKS_EVERY_S, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, self._answers_within_s if timeout is None else timeout)
        except psycopg.OperationalError:
            _give_up_if_unanswered(self)
            raise


class BoundedAsyncConnection(psycopg.AsyncConnection[Any]):
    async def wait(
        self,
        gen: PQGen[RV],
        interval: float = _LOOKS_EVERY_S,
        timeout: float | None = None,  # noqa: ASYNC109 - psycopg's
    ) -> RV:
        try:
            return await super().wait(gen, interval, ANSWERS_WITHIN_S if timeout is None else timeout)
        except psycopg.OperationalError:
            _give_up_if_unanswered(self)
            raise


def _give_up_if_unanswered(connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> None:
    if connection.info.transaction_status == TransactionStatus.ACTIVE:
        connection.pgconn.finish()
