"""Every error of the engine has its status, and every answer that is none of ours has our shape."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from clankerbot_engine import errors
from clankerbot_engine.actions import ACTION, ApiError
from clankerbot_engine.errors import (
    ClankerbotError,
    Forbidden,
    NeedsInput,
    NotReady,
    RateLimited,
    Unauthorized,
    UpstreamError,
    UpstreamTimeout,
    ValidationFailed,
)
from clankerbot_http.errors import STATUS, error_answer, error_headers, status_of
from clankerbot_http.validation import as_validation_failed, errors_of
from tests.fakes.services import Service, error_of


def subclasses(kind: type[ClankerbotError]) -> Iterator[type[ClankerbotError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from subclasses(below)


OURS = [kind for kind in subclasses(ClankerbotError) if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", OURS)
def test_every_error_has_a_status(kind: type[ClankerbotError]) -> None:
    assert kind in STATUS


def test_no_code_has_two_statuses() -> None:
    by_code: dict[str, set[int]] = {}
    for kind, status in STATUS.items():
        by_code.setdefault(kind.code, set()).add(status)
    assert all(len(statuses) == 1 for statuses in by_code.values())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Unauthorized("x"), 401),
        (Forbidden("x"), 403),
        (ValidationFailed("x", field="text"), 422),
        (ValidationFailed("x", details={"source": "clockify", "status": 400, "code": 501}), 400),
        (NeedsInput("x", needs=[]), 409),
        (errors.NotFound("x"), 404),
        (errors.Conflict("x"), 409),
        (errors.PayloadTooLarge("x"), 413),
        (RateLimited("x"), 429),
        (UpstreamError("x"), 502),
        (UpstreamTimeout("x", outcome="unknown"), 504),
        (NotReady("x"), 503),
        (errors.InternalError("x"), 500),
    ],
)
def test_the_statuses_are_those_of_the_contract(error: ClankerbotError, status: int) -> None:
    assert error_answer(error).status_code == status


def test_the_outcome_of_an_upstream_failure_is_told() -> None:
    answer = error_answer(UpstreamTimeout("x", outcome="unknown", details={"source": "clockify"}))
    assert b'"details":{"outcome":"unknown","source":"clockify"},"retryable":true' in answer.body


@pytest.mark.parametrize(("retry_after_s", "header"), [(0.0, "1"), (0.2, "1"), (1.5, "2"), (1800.0, "1800")])
def test_retry_after_is_whole_seconds_and_never_none(retry_after_s: float, header: str) -> None:
    error = ApiError(code="rate_limited", message="x", retry_after_s=retry_after_s)
    assert error_headers(error) == {"Retry-After": header}


def test_only_our_own_401_asks_for_a_token() -> None:
    assert "www-authenticate" in error_answer(Unauthorized("x")).headers
    assert "www-authenticate" not in error_answer(Unauthorized("x", details={"source": "clockify"})).headers


def test_a_code_that_is_not_known_is_a_bug_of_ours() -> None:
    assert status_of("made_up", {}) == 500


@pytest.mark.parametrize("path", ["/nowhere", "/actions", "/actions/parse/more", "/schedules/1/2/3", "/%F0%9F%92%A9"])
async def test_nothing_there_is_not_found(api: httpx.AsyncClient, path: str) -> None:
    error_of(await api.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/actions/parse", "POST"),
        ("DELETE", "/healthz", "GET, HEAD"),
        ("PUT", "/schedules", "GET, POST"),
        ("POST", "/schedules/1", "DELETE, GET, PATCH"),
        ("TRACE", "/", "GET, HEAD"),
        ("FOO", "/metrics", "GET"),
    ],
)
async def test_a_wrong_method_is_told_the_right_ones(
    nobody: httpx.AsyncClient, method: str, path: str, allowed: str
) -> None:
    answer = await nobody.request(method, path)
    error_of(answer, 405, "validation_error")
    assert answer.headers["Allow"] == allowed


async def test_an_error_raised_deep_within_fastapi_has_our_shape(
    service: Service, api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A route that FastAPI serves itself: its own handlers must not answer."""
    for raised, status, code in (
        (RateLimited("Clockify's limit", retry_after_s=90, details={"source": "clockify"}), 429, "rate_limited"),
        (RequestValidationError([{"type": "missing", "loc": ("query", "page"), "msg": "m"}]), 422, "validation_error"),
        (ZeroDivisionError("secret"), 500, "internal_error"),
    ):

        async def failing(*_: Any, error: Exception = raised, **__: Any) -> None:
            raise error

        monkeypatch.setattr(type(service.services.schedules), "page", failing)
        answer = await api.get("/schedules")
        error_of(answer, status, code)
        assert "secret" not in answer.text
        assert answer.headers.get("Retry-After") == ("90" if status == 429 else None)


class Page(BaseModel):
    size: int
    kinds: list[dict[str, int]] = []


def complaint(error: ValidationError) -> ValidationFailed:
    return as_validation_failed(errors_of(error))


def test_what_was_sent_is_never_repeated() -> None:
    for model, sent in ((Page, {"size": "hunter2"}), (Page, {"size": 1, "kinds": [{"a": "hunter2"}]})):
        with pytest.raises(ValidationError) as refused:
            model.model_validate(sent)
        failed = complaint(refused.value)
        assert "hunter2" not in f"{failed.message}{failed.details}"


def test_an_unknown_kind_is_told_the_known_ones_and_not_repeated() -> None:
    with pytest.raises(ValidationError) as refused:
        ACTION.validate_python({"kind": "hunter2"})
    failed = complaint(refused.value)
    assert failed.field == "kind"
    assert "hunter2" not in f"{failed.message}{failed.details}"
    assert "log_time" in failed.message


def test_a_fault_in_an_action_within_an_action_is_named_by_its_whole_path() -> None:
    with pytest.raises(ValidationError) as refused:
        ACTION.validate_python(
            {"kind": "create_schedule", "cron": "0 9 * * 1", "action": {"kind": "log_time", "duration_s": "hunter2"}}
        )
    failed = complaint(refused.value)
    assert failed.field is not None
    assert failed.field.endswith("duration_s")
    assert "hunter2" not in f"{failed.message}{failed.details}"


def test_a_hostile_key_is_cut_and_made_printable() -> None:
    failed = as_validation_failed([{"type": "x", "loc": ("body", "\ud800\x1b\n" + "k" * 500), "msg": "m"}])
    assert failed.field is not None
    assert failed.field.isprintable()
    assert len(failed.field) == 100


def test_at_most_ten_faults_are_told() -> None:
    failed = as_validation_failed([{"type": "x", "loc": ("body", f"f{n}"), "msg": "m"} for n in range(50)])
    told = failed.details["errors"]
    assert isinstance(told, list)
    assert len(told) == 10
