"""The time entries behind a summary, from Clockify's detailed report: all of them, or an error."""

from clankerbot_engine.clockify.models import ReportEntry
from clankerbot_engine.clockify.reports import ReportCalls
from clankerbot_engine.errors import UpstreamError
from clankerbot_engine.reports.periods import pieces
from clankerbot_engine.reports.summary import Question, range_of


async def entries_of(
    reports: ReportCalls, question: Question, *, total_s: int, is_free_plan: bool
) -> list[ReportEntry]:
    """The earliest first. Raises `UpstreamError` where they do not sum up to `total_s`, which the summary said.

    Pages are read one after the other: what somebody logs meanwhile moves an entry from one page to another.
    """
    found: dict[str, ReportEntry] = {}
    for first, last in pieces(question.first, question.last, is_free_plan=is_free_plan):
        for entry in await reports.all_entries(question.workspace_id, range_of(question, first, last)):
            found[entry.id or ""] = entry
    if sum(_seconds(entry) for entry in found.values()) != total_s:
        raise UpstreamError("Time was logged while the entries were read. Ask again, and they will be all there.")
    return sorted(found.values(), key=_start)


def _seconds(entry: ReportEntry) -> int:
    interval = entry.time_interval
    if interval is None or interval.start is None or interval.end is None:
        return 0
    return round((interval.end - interval.start).total_seconds())


def _start(entry: ReportEntry) -> tuple[float, str]:
    interval = entry.time_interval
    return (0 if interval is None or interval.start is None else interval.start.timestamp(), entry.id or "")
