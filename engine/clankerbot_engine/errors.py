"""Everything that can go wrong, as one tree; a class wherever a caller would act differently.

ClankerbotError
├── Unauthorized          our token, or Clockify's key, is missing or wrong
├── Forbidden             scope, role, lock date, approved period
├── ValidationFailed      a field is wrong; `field` names it
├── NeedsInput            a question must be answered first; `needs` holds it
│   └── NeedsConnection   the person has not said yet as whom to act on Clockify
├── NotFound
├── Conflict              same key with another body; already undone
├── PayloadTooLarge
├── RateLimited           ours or a remote's; `retry_after_s`
├── UpstreamError         a remote answered 5xx after retries
├── UpstreamTimeout       no answer within the deadline; `outcome` says whether a write may have been applied
├── NotReady              starting, draining, or a dependency is away
│   └── NotSetUp          a setting is missing: whoever runs the service must act, and waiting does not help
└── InternalError         a bug of ours

Messages are for the person who caused the error and say what to do next; they never hold a secret. `details` is
JSON for programs; its `reason` is there where one may want to word an error anew (`locked`, `archived` ...). The edges
translate the tree once: HTTP in `clankerbot_http.errors`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from pydantic import JsonValue

    from clankerbot_engine.actions import Need

Outcome = Literal["unknown", "not_applied"]
"""Of a write that got no answer: `unknown` means that it may have been applied."""


class ClankerbotError(Exception):
    """The root. `code` is the public name of the error (see the table in the README)."""

    code: ClassVar[str] = "internal_error"
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        details: "dict[str, JsonValue] | None" = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, JsonValue] = details or {}
        self.retry_after_s = retry_after_s


class Unauthorized(ClankerbotError):
    code = "unauthorized"


class Forbidden(ClankerbotError):
    code = "forbidden"


class ValidationFailed(ClankerbotError):
    code = "validation_error"

    def __init__(
        self, message: str, *, field: str | None = None, details: "dict[str, JsonValue] | None" = None
    ) -> None:
        super().__init__(message, details={**({"field": field} if field else {}), **(details or {})})
        self.field = field


class NeedsInput(ClankerbotError):
    code = "needs_input"

    def __init__(self, message: str, *, needs: "Sequence[Need]") -> None:
        super().__init__(message, details={"needs": [need.model_dump(mode="json") for need in needs]})
        self.needs = tuple(needs)


class NeedsConnection(NeedsInput):
    def __init__(self, message: str) -> None:
        super().__init__(message, needs=())
        self.details = {**self.details, "connect": True}


class NotFound(ClankerbotError):
    code = "not_found"


class Conflict(ClankerbotError):
    code = "conflict"


class PayloadTooLarge(ClankerbotError):
    code = "payload_too_large"


class RateLimited(ClankerbotError):
    code = "rate_limited"
    retryable = True


class UpstreamError(ClankerbotError):
    code = "upstream_error"
    retryable = True

    def __init__(
        self,
        message: str,
        *,
        outcome: Outcome = "not_applied",
        details: "dict[str, JsonValue] | None" = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, details={"outcome": outcome, **(details or {})}, retry_after_s=retry_after_s)
        self.outcome: Outcome = outcome


class UpstreamTimeout(UpstreamError):
    code = "upstream_timeout"


class NotReady(ClankerbotError):
    code = "not_ready"
    retryable = True


class NotSetUp(NotReady):
    retryable = False

    def __init__(self, message: str) -> None:
        super().__init__(message, details={"reason": "not_set_up"})


class InternalError(ClankerbotError):
    code = "internal_error"
