"""What a person sees when a command cannot do what was asked: a plain line or two and an exit code, no trace."""

from typing import Any

import click

from clankerbot_http.cli import terminal
from clankerbot_http.cli.receipts import MAY_BE_KEPT

FAILED, WRONG_USE, QUESTION = 1, 2, 3
JSON = "clankerbot.json"
"""Set in the context's `meta` while a command is to answer in JSON: then its errors are JSON too."""


class Refused(Exception):
    """`error` is an `ApiError`, as JSON."""

    def __init__(self, error: dict[str, Any], exit_code: int) -> None:
        super().__init__(error["message"])
        self.error = error
        self.exit_code = exit_code

    def show(self, *, as_json: bool) -> None:
        """Words go to standard error, JSON to standard output like any other answer."""
        if as_json:
            terminal.print_json(envelope(error=self.error))
            return
        click.echo(f"{click.style('Error:', fg='red')} {terminal.shown(self.error['message'])}", err=True)
        for line in (*_questions(self.error), *_advice(self.error)):
            click.echo(line, err=True)


def envelope(data: Any = None, error: dict[str, Any] | None = None, request_id: str | None = None) -> dict[str, Any]:
    """`ApiResponse`, as the service would answer."""
    if request_id is None:
        from ulid import ULID

        request_id = str(ULID())
    return {"ok": error is None, "data": data, "error": error, "request_id": request_id}


def from_wire(error: dict[str, Any]) -> Refused:
    """Of an `ApiError` that the service answered with."""
    return Refused(error, QUESTION if error.get("code") == "needs_input" else FAILED)


def refused(error: Exception) -> Refused | None:
    """None for what is a bug: that keeps its trace."""
    from clankerbot_engine.errors import ClankerbotError
    from clankerbot_engine.settings import SettingsError

    if isinstance(error, SettingsError):
        return Refused(_error("validation_error", str(error)), WRONG_USE)
    if isinstance(error, ClankerbotError):
        known = _error(error.code, error.message)
        known |= {"details": error.details, "retryable": error.retryable, "retry_after_s": error.retry_after_s}
        return from_wire(known)
    return None


def _error(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "details": {}, "retryable": False, "retry_after_s": None}


def _questions(error: dict[str, Any]) -> list[str]:
    needs = (error.get("details") or {}).get("needs") or []
    if needs and all(need["field"] == "confirmed" for need in needs):
        return ["Add --yes if it is right, or say it in other words."]
    lines = []
    for need in needs:
        if need["reason"] not in error["message"]:
            lines.append(f"  {terminal.shown(need['reason'])}")
        lines += [f"    - {terminal.shown(choice['label'])}" for choice in need.get("choices") or ()]
    if needs:
        doubtful = any(need["field"] in _DOUBTFUL and not need.get("choices") for need in needs)
        lines.append(f"Say it again with the answer in it{', or add --yes if it is right' if doubtful else ''}.")
    return lines


_DOUBTFUL = frozenset({"duration_s", "start", "end"})
"""What is asked about these, without choices, is whether it was meant."""


def _advice(error: dict[str, Any]) -> list[str]:
    seconds = error.get("retry_after_s")
    advice = [f"Try again in {max(1, round(seconds))} s."] if error.get("retryable") and seconds else []
    if (error.get("details") or {}).get("pending") == "offered":
        advice.append(MAY_BE_KEPT)
    return advice
