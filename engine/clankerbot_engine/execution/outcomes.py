"""What became of an operation, as the journal keeps it and as the caller is told."""

from typing import Final

from pydantic import JsonValue

from clankerbot_engine.actions import ActionBase, ActionResult, ApiError
from clankerbot_engine.errors import ClankerbotError, InternalError, NotReady, UpstreamError, UpstreamTimeout
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.stores.ports import Operation

CUT_OFF: Final = UpstreamTimeout(
    "The service stopped before an answer came. Whether it was carried out is being looked into.", outcome="unknown"
)
"""Of an operation that a crash left behind."""

BUG: Final = InternalError("Something went wrong on our side. Whether it was carried out is being looked into.")
"""Of an exception that is none of ours."""

NOT_SENT: Final = "Not sent, as what stands before it in the request got no answer. Nothing was written: try again."


def cut_off_by(away: NotReady) -> NotReady:
    """The database went away after a write was begun: it may have been carried out, and nobody could note it down."""
    return NotReady(
        f"{away.message} Whether this was carried out is found out by itself: look before you ask for it anew, or "
        "repeat it under the same Idempotency-Key.",
        details={**away.details, "outcome": "unknown"},
        retry_after_s=away.retry_after_s,
    )


def as_api_error(error: ClankerbotError) -> ApiError:
    return ApiError(
        code=error.code,
        message=error.message,
        details=error.details,
        retryable=error.retryable,
        retry_after_s=error.retry_after_s,
    )


def may_have_been_applied(error: ClankerbotError) -> bool:
    if isinstance(error, UpstreamError):
        return error.outcome == "unknown"
    return isinstance(error, InternalError)  # a bug says nothing of what happened before it


def as_unknown(error: ClankerbotError) -> ApiError:
    described = as_api_error(error)
    return described.model_copy(update={"details": {**described.details, "outcome": "unknown"}, "retryable": True})


def as_not_applied(error: ApiError) -> ApiError:
    """After a look showed that nothing was written."""
    details: dict[str, JsonValue] = {**error.details, "outcome": "not_applied"}
    message = "No answer came, and a look afterwards showed that nothing was written. Try again."
    return error.model_copy(update={"message": message, "details": details, "retryable": True})


def error_of(operation: Operation) -> ApiError:
    return ApiError.model_validate(operation.error) if operation.error is not None else as_api_error(CUT_OFF)


def may_be_repeated(operation: Operation) -> bool:
    """Whether it failed for a reason that may have passed. `failed` always means that nothing was applied."""
    return operation.state == "failed" and error_of(operation).retryable


def failed_result(action: ActionBase, error: ApiError, *, operation_id: str | None = None) -> ActionResult:
    return ActionResult(action=action, status="failed", message=error.message, operation_id=operation_id, error=error)


def result_of(operation: Operation, router: Router, *, replayed: bool = False) -> ActionResult:
    """The first answer and every later one are read from the same row, so that they are the same."""
    if operation.state != "done":
        failed = failed_result(router.read_action(operation.action), error_of(operation), operation_id=operation.id)
        return failed.model_copy(update={"replayed": replayed})
    assert operation.result is not None
    result = router.read_result(operation.result)
    undoable = result.undoable and operation.undone_by is None
    return result.model_copy(update={"replayed": replayed, "undoable": undoable})


def outcome_of(result: ActionResult) -> str:
    """For the metric: `done`, `planned`, `failed`, `unknown` or `replayed`."""
    if result.replayed:
        return "replayed"
    if result.error is not None and result.error.details.get("outcome") == "unknown":
        return "unknown"
    return result.status


def combined(action: ActionBase, results: list[ActionResult]) -> ActionResult:
    """One answer for one action; an undo of a whole request has several operations."""
    if len(results) == 1:
        return results[0]
    failed = next((result for result in results if result.status == "failed"), None)
    operations: list[JsonValue] = [result.operation_id for result in results]
    return ActionResult(
        action=action,
        status=failed.status if failed else results[0].status,
        message=" ".join(result.message for result in results),
        replayed=all(result.replayed for result in results),
        warnings=tuple(warning for result in results for warning in result.warnings),
        entries=tuple(result.entry for result in results if result.entry is not None),
        details={"operations": operations},
        error=failed.error if failed else None,
    )
