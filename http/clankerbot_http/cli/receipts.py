"""What became of actions, as a person sees it. Works on JSON: the results may come from a service."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from clankerbot_http.cli import terminal

_MARKS = {
    "done": ("done", "green"),
    "planned": ("would", "cyan"),
    "failed": ("failed", "red"),
    "pending": ("kept", "yellow"),
}
MAY_BE_KEPT = "Add --keep, and it is carried out once Clockify answers again."


def receipts(results: list[dict[str, Any]], *, undo: str, text: str = "") -> Iterator[str]:
    """`undo` is the command that takes the last write back; `text` is what the actions were read in."""
    for result in results:
        yield from _receipt(result)
        yield from _unread(result["action"], text)
    if any(result.get("undoable") and result["status"] == "done" for result in results):
        yield f"Undo with: {undo}"


def _receipt(result: dict[str, Any]) -> Iterator[str]:
    word, colour = _MARKS[result["status"]]
    again = "  (done before, under the same key)" if result.get("replayed") else ""
    failed = result["status"] == "failed"
    message = result["error"]["message"] if failed and result.get("error") else result["message"]
    first, *rest = message.splitlines() or [""]
    yield f"{click.style(f'{word}:', fg=colour)} {terminal.shown(first)}{again}"
    yield from (f"  {terminal.shown(line)}" for line in rest)
    for warning in result.get("warnings") or ():
        yield f"  {click.style('!', fg='yellow')} {terminal.shown(warning['message'])}"
    if failed and ((result.get("error") or {}).get("details") or {}).get("pending") == "offered":
        yield f"  {MAY_BE_KEPT}"
    if result["status"] == "pending":
        yield f"  Discard it with: clankerbot pending discard {result['details']['pending']}"
    rows = [*_summary(result), *_entries(result), *_projects(result)]
    if rows:
        yield from terminal.table(rows, indent=2)


def _unread(action: dict[str, Any], text: str) -> Iterator[str]:
    """Nobody is asked before something is shown; so what the reading left over is named beside it."""
    unread = [text[span["start"] : span["end"]] for span in action.get("spans") or () if span["field"] == "unread"]
    if unread:
        yield f"  {click.style('!', fg='yellow')} Not read: {terminal.shown(', '.join(unread))}"


def _summary(result: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    summary = result.get("summary")
    if summary and summary["rows"]:
        yield from ((row["name"], terminal.duration(row["duration_s"])) for row in summary["rows"])
        yield ("Total", terminal.duration(summary["total_s"]))


def _entries(result: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for entry in result.get("entries") or ():  # at the person's offset
        start = datetime.fromisoformat(entry["start"])
        end = datetime.fromisoformat(entry["end"]) if entry["end"] else None
        span = f"{start:%H:%M}-{end:%H:%M}" if end else f"{start:%H:%M}-now"
        length = terminal.duration(entry["duration_s"]) if entry["duration_s"] is not None else "running"
        about = " / ".join(part for part in (entry["project"], entry["task"]) if part)
        yield (f"{start:%a %Y-%m-%d}", span, length, about or "(no project)", entry["description"])


def _projects(result: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for project in result.get("projects") or ():
        yield (project["name"], project["client"] or "", ", ".join(project["tasks"]))
