"""Reading by DeepSeek's chat API; whatever goes wrong, the rules answer.

https://api-docs.deepseek.com: guides/json_mode, guides/thinking_mode, quick_start/rate_limit, quick_start/error_codes.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, stop_any

from clankerbot_engine.actions import ActionBase, ParseResult
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.parsing import parse as parse_by_rules
from clankerbot_engine.parsing.llm_answer import FallbackReason, Unusable, read_answer
from clankerbot_engine.parsing.llm_prompt import messages
from clankerbot_engine.parsing.names import resolve_names
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences
from clankerbot_engine.redaction import Redactor
from clankerbot_engine.remotes.certificates import certificate_refusal
from clankerbot_engine.remotes.remote import NoRetriesLeft, Remote
from clankerbot_engine.settings import Settings

log = logging.getLogger(__name__)

_ATTEMPTS = 3
_FIRST_WAIT_S = 0.5
_MAX_TOKENS = 1500
"""Ten actions need fewer; the API's own limit is 384,000."""
_MAX_REPLY_BYTES = 1024 * 1024
_PAUSE = timedelta(minutes=10)
"""How long nothing is asked after an answer that only a person can mend: a bad key, a balance used up."""


class _TryAgain(Unusable):
    """This try failed in a way that the next one may not."""


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Message(_Lenient):
    content: str | None = None


class _Answer(_Lenient):
    finish_reason: str | None = None
    message: _Message


class _Usage(_Lenient):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_cache_hit_tokens: int | None = None
    prompt_cache_miss_tokens: int | None = None


class _Reply(_Lenient):
    choices: list[_Answer] = Field(min_length=1)
    usage: _Usage | None = None


class LlmParser:
    """`http` is the process's client; its time-outs are not relied on. `sleep` waits between attempts."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        settings: Settings,
        metrics: Metrics,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        remote: Remote | None = None,
    ) -> None:
        self._http = http
        self._key = settings.deepseek_api_key
        self._url = f"{settings.deepseek_base_url}/chat/completions"
        self._model = settings.deepseek_model
        self._timeout_s = settings.deepseek_timeout_s
        self._metrics = metrics
        self._remote = remote or Remote("deepseek", metrics=metrics)
        self._clock = clock
        self._sleep = sleep
        self._redactor = Redactor.from_settings(settings)
        # Without a key of our own a new one each start: the end user's cache there starts afresh, no more.
        own = settings.secret_keys[0].get_secret_value().encode() if settings.secret_keys else secrets.token_bytes(32)
        self._user_id_key = own
        self._paused: tuple[datetime, FallbackReason] | None = None

    async def parse(
        self,
        text: str,
        *,
        principal: str,
        now: datetime,
        timezone: ZoneInfo,
        catalogue: Catalogue | None = None,
        preferences: Preferences = DEFAULT_PREFERENCES,
    ) -> ParseResult:
        """Parser `llm`, or the rules' reading with parser `fallback` and the reason. Raises nothing of its own."""
        began = time.perf_counter_ns()

        def rules() -> ParseResult:
            return parse_by_rules(text, now=now, timezone=timezone, catalogue=catalogue, preferences=preferences)

        def took_us() -> int:
            return (time.perf_counter_ns() - began) // 1000

        try:
            self._check_sendable(text)
            prompt = messages(text, now=now, timezone=timezone, catalogue=catalogue, preferences=preferences)
            content = await self._ask(prompt, principal)
            actions = read_answer(content, text=text, now=now, timezone=timezone, rules=rules)
            if catalogue is not None:
                actions = tuple(resolve_names(action, catalogue, preferences) for action in actions)
            result = ParseResult(
                text=text, parser="llm", actions=actions, timezone=timezone.key, now=now, took_us=took_us()
            )
        except Unusable as unusable:
            reason = unusable.reason
        except Exception:
            log.exception("llm_failed")
            reason = "internal_error"
        else:
            self._metrics.llm_readings.labels("ok").inc()
            return result
        self._metrics.llm_readings.labels(reason).inc()
        log.info("llm_fallback", extra={"reason": reason, "duration_ms": took_us() / 1000})
        return _as_fallback(rules(), reason, took_us())

    def _check_sendable(self, text: str) -> None:
        if self._key is None:
            raise Unusable("not_configured")
        if self._paused is not None:
            until, reason = self._paused
            if self._clock() < until:
                raise Unusable(reason)
            self._paused = None
        if not text.strip() or any("\ud800" <= char <= "\udfff" for char in text):
            raise Unusable("not_sendable")
        if self._redactor.redact(text) != text:
            raise Unusable("not_sendable")

    async def _ask(self, prompt: list[dict[str, str]], principal: str) -> str:
        """The model's words. The deadline bounds the whole call: the empty lines that the API sends to keep a
        connection alive restart an HTTP client's read time-out, for ten minutes."""
        body = json.dumps(
            {
                "model": self._model,
                "messages": prompt,
                "thinking": {"type": "disabled"},  # on by default, slow, and it would switch `temperature` off
                "response_format": {"type": "json_object"},
                "temperature": 0,
                "max_tokens": _MAX_TOKENS,
                "stream": False,
                "user_id": hmac.new(self._user_id_key, f"deepseek:{principal}".encode(), hashlib.sha256).hexdigest(),
            }
        ).encode()
        loop = asyncio.get_running_loop()
        began = loop.time()
        deadline = began + self._timeout_s

        def wait_s(state: RetryCallState) -> float:
            wanted: float = _FIRST_WAIT_S * 2 ** (state.attempt_number - 1)
            return max(0.0, min(wanted, deadline - loop.time()))

        tries = AsyncRetrying(
            stop=stop_any(stop_after_attempt(_ATTEMPTS), NoRetriesLeft(self._remote)),
            wait=wait_s,
            retry=retry_if_exception_type(_TryAgain),
            sleep=self._sleep,
            reraise=True,
        )
        if self._remote.closed_for_s() > 0:
            raise Unusable("no_connection")
        self._remote.begins()
        try:
            async with asyncio.timeout_at(deadline):
                reply: _Reply = await tries(self._post, body)
        except TimeoutError:
            self._remote.failed()
            raise Unusable("timeout") from None
        usage = reply.usage or _Usage()
        answer = reply.choices[0]
        log.info(
            "llm_answered",
            extra={
                "model": self._model,
                "finish_reason": answer.finish_reason,
                "attempts": tries.statistics.get("attempt_number", 1),
                "duration_ms": round((loop.time() - began) * 1000, 3),
                **usage.model_dump(exclude_none=True),
            },
        )
        if answer.finish_reason != "stop":  # length, content_filter, insufficient_system_resource
            raise Unusable("cut_answer")
        return answer.message.content or ""

    async def _post(self, body: bytes) -> _Reply:
        assert self._key is not None
        headers = {"Authorization": f"Bearer {self._key.get_secret_value()}", "Content-Type": "application/json"}
        try:
            async with self._http.stream(
                "POST", self._url, content=body, headers=headers, timeout=self._timeout_s, follow_redirects=False
            ) as response:
                self._remote.failed() if response.status_code >= 500 else self._remote.answered()
                self._check_status(response.status_code)
                received = bytearray()
                async for chunk in response.aiter_bytes():
                    received += chunk
                    if len(received) > _MAX_REPLY_BYTES:
                        raise Unusable("invalid_reply")
        except (httpx.TransportError, httpx.DecodingError) as error:
            self._remote.failed()
            if (refusal := certificate_refusal(error)) is not None:
                log.error("llm_certificate_refused", extra={"url": self._url, "reason": refusal})
                raise Unusable("no_connection") from None
            raise _TryAgain("no_connection") from None
        try:
            return _Reply.model_validate(orjson.loads(received.strip()))
        except (orjson.JSONDecodeError, ValidationError):
            raise Unusable("invalid_reply") from None

    def _check_status(self, status: int) -> None:
        if status == 200:
            return
        if status == 429:
            raise _TryAgain("rate_limited")
        if status >= 500:
            raise _TryAgain("server_error")
        if status not in (401, 402):
            raise Unusable("refused")
        reason: FallbackReason = "bad_key" if status == 401 else "balance_used_up"
        self._pause(reason)
        raise Unusable(reason)

    def _pause(self, reason: FallbackReason) -> None:
        if self._paused is None:  # the requests that were under way meanwhile say it no second time
            log.error("llm_paused", extra={"reason": reason, "minutes": _PAUSE.total_seconds() / 60})
        self._paused = (self._clock() + _PAUSE, reason)


def _as_fallback(reading: ParseResult, reason: FallbackReason, took_us: int) -> ParseResult:
    actions: list[ActionBase] = [action.model_copy(update={"parser": "fallback"}) for action in reading.actions]
    changes: dict[str, Any] = {
        "parser": "fallback",
        "actions": tuple(actions),
        "fallback_reason": reason,
        "took_us": took_us,
    }
    return reading.model_copy(update=changes)
