"""Bounds that uvicorn has none of: on the size of a request's head (line and headers), on what is sent around its body,
and on the time a request takes to come in.
"""

import asyncio
from http import HTTPStatus
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from clankerbot_engine.actions import ApiError
from clankerbot_http.early_refusals import answer_bytes, around_body_too_large, body_too_slow, head_too_large, not_http

MAX_HEAD_BYTES: Final = 64 * 1024
MAX_AROUND_BODY_BYTES: Final = 1024 * 1024
"""Sizes of chunks, what stands beside them, and trailers: more of that than of this is no body."""


class _HeadTooLarge(Exception):
    """Reaches uvicorn as an error of its parser."""


class _Trailers(list[tuple[bytes, bytes]]):
    """Headers that come behind a body are nobody's: whatever a proxy adds or takes away stands in the head, and uvicorn
    would put these beside it.
    """

    def append(self, _: tuple[bytes, bytes]) -> None:
        pass


class BoundedHeads(HttpToolsProtocol):
    """Counts only while a request is unfinished, so that an ordinary one, all in one read, costs nothing more."""

    head_timeout_s = 15.0
    body_timeout_s = 30.0
    """From the first read that does not complete the body."""

    _reading_head = True
    _reading_body = False
    _received = 0
    _around_body = 0
    _too_large = False
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self._received if self._reading_head else 0
        self._received = before + len(data)
        super().data_received(data)
        if self.transport.is_closing() or not (self._reading_head or self._reading_body):
            return
        if self._reading_head and before > MAX_HEAD_BYTES:
            self._too_large = True
            self.send_400_response("")
            return
        if self._reading_body:
            self._around_body += len(data)
            if self._around_body > MAX_AROUND_BODY_BYTES:
                self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, around_body_too_large(MAX_AROUND_BODY_BYTES))
                return
        if self._timer is None:
            self._start_timer()

    def on_message_begin(self) -> None:
        self._reading_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._reading_head = False
        self._stop_timer()
        if self._received > MAX_HEAD_BYTES and self._head_bytes() > MAX_HEAD_BYTES:
            self._too_large = True
            raise _HeadTooLarge
        super().on_headers_complete()
        self._reading_body = True
        self._around_body = 0
        self.headers = _Trailers()

    def on_body(self, body: bytes) -> None:
        self._around_body -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._reading_body = False
        self._stop_timer()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Uvicorn's answer to what its parser cannot read."""
        if self._too_large:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, head_too_large(MAX_HEAD_BYTES))
        else:
            self._refuse(HTTPStatus.BAD_REQUEST, not_http())

    def _refuse(self, status: HTTPStatus, error: ApiError) -> None:
        if not self._would_be_taken_for_another():
            client = self.client[0] if self.client else ""
            self.transport.write(answer_bytes(status, error, client=client, headers=self.server_state.default_headers))
        self.transport.close()

    def _would_be_taken_for_another(self) -> bool:
        """Answers have no names: where one is under way or still to come, the caller would take this for it."""
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete:
            return False
        return cycle.response_started or not self._reading_body or bool(self.pipeline)

    def _head_bytes(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _start_timer(self) -> None:
        seconds = self.head_timeout_s if self._reading_head else self.body_timeout_s
        self._timer = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if self._reading_body:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, body_too_slow(self.body_timeout_s))
        else:
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
