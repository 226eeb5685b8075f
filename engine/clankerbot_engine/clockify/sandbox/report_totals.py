"""Sums of entries as reports print them: groups up to three levels deep, `_id` keys, seconds, minor units."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.sandbox.call import Call
from clankerbot_engine.clockify.sandbox.formats import CURRENCY
from clankerbot_engine.clockify.sandbox.rates import cost_rate, hourly_rate
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_engine.clockify.sandbox.settings import DAYS
from clankerbot_engine.clockify.sandbox.state import SandboxState

GROUPS = ("CLIENT", "PROJECT", "USER", "TASK", "TAG", "DATE", "WEEK", "MONTH", "TIMEENTRY")
AMOUNTS = ("EARNED", "COST", "PROFIT", "HIDE_AMOUNT", "EXPORT")

Bucket = tuple[str, str]  # the id and the name of what entries are gathered under


@dataclass(frozen=True)
class Money:
    """Which amounts are shown, the main one first; none where the caller may see none. In minor units."""

    state: SandboxState
    kinds: tuple[str, ...]

    @classmethod
    def for_caller(cls, call: Call, fields: Fields) -> "Money":
        kinds = fields.choices("amounts", AMOUNTS) or (fields.choice("amountShown", AMOUNTS) or "EARNED",)
        hidden = call.state.settings["onlyAdminsSeeBillableRates"] and not call.caller.is_manager
        return cls(call.state, () if hidden or "HIDE_AMOUNT" in kinds else kinds)

    def earned(self, entries: Sequence[TimeEntry]) -> float:
        return sum(entry.seconds * self.rate(entry) for entry in entries if entry.billable) / 3600

    def cost(self, entries: Sequence[TimeEntry]) -> float:
        return sum(entry.seconds * (cost_rate(self.state, entry) or 0) for entry in entries) / 3600

    def rate(self, entry: TimeEntry) -> int:
        return hourly_rate(self.state, entry) or 0

    def of(self, entries: Sequence[TimeEntry], kind: str | None = None) -> float:
        """`kind` None: the main one; 0 where none is shown."""
        match kind or next(iter(self.kinds), None):
            case None:
                amount = 0.0
            case "COST":
                amount = self.cost(entries)
            case "PROFIT":
                amount = self.earned(entries) - self.cost(entries)
            case _:
                amount = self.earned(entries)
        return round(amount, 2)

    def amounts(self, entries: Sequence[TimeEntry]) -> list[dict[str, Any]]:
        return [
            {"type": kind, "value": self.of(entries, kind), "amountByCurrency": self.by_currency(entries, kind)}
            for kind in self.kinds
        ]

    def by_currency(self, entries: Sequence[TimeEntry], kind: str | None = None) -> list[dict[str, Any]]:
        return [{"currency": CURRENCY, "amount": self.of(entries, kind)}]


def totals(entries: Sequence[TimeEntry], money: Money) -> list[dict[str, Any] | None]:
    """`[null]` where there is nothing: seen of the real one, and a trap for clients."""
    if not entries:
        return [None]
    return [
        {
            "_id": "",
            "totalTime": sum(entry.seconds for entry in entries),
            "totalBillableTime": sum(entry.seconds for entry in entries if entry.billable),
            "entriesCount": len(entries),
            "totalAmount": money.of(entries) if money.kinds else None,
            "amounts": money.amounts(entries),
            "numOfCurrencies": 1,
            # An object where there is nothing to list: seen of the real one.
            "totalAmountByCurrency": money.by_currency(entries) if money.kinds else {},
        }
    ]


class Grouping:
    """Gathers entries by `groups`, the outermost first."""

    def __init__(self, call: Call, money: Money, zone: ZoneInfo, week_start: str) -> None:
        self._state = call.state
        self._money = money
        self._zone = zone
        self._week_start = week_start

    def gather(
        self,
        entries: Sequence[TimeEntry],
        groups: Sequence[str],
        *,
        order: Callable[[dict[str, Any]], Any],
        descending: bool,
        outer: tuple[tuple[str, str], ...] = (),
    ) -> list[dict[str, Any]]:
        group, deeper = groups[0], groups[1:]
        gathered: dict[Bucket, list[TimeEntry]] = {}
        for entry in entries:
            for bucket in self._buckets(entry, group):
                gathered.setdefault(bucket, []).append(entry)
        rows = []
        for (bucket_id, name), inside in gathered.items():
            path = (*outer, (group, bucket_id))
            row: dict[str, Any] = {
                "duration": sum(entry.seconds for entry in inside),
                "amounts": self._money.amounts(inside),
                "amount": self._money.of(inside),
                # Entries have no entity of their own: they are known by all they are gathered under.
                "_id": dict(path) if group == "TIMEENTRY" and outer else bucket_id,
                "name": name,
                "nameLowerCase": name.lower(),
            }
            if group in ("PROJECT", "TASK"):
                row |= self._project_details(inside[0])
            if deeper:
                row["children"] = self.gather(inside, deeper, order=order, descending=descending, outer=path)
            rows.append(row)
        rows.sort(key=lambda row: str(row["nameLowerCase"]))
        rows.sort(key=order, reverse=descending)
        return rows

    def _project_details(self, entry: TimeEntry) -> dict[str, Any]:
        project = self._state.projects.get(entry.project_id or "")
        client = self._state.clients.get(project.client_id or "") if project else None
        return {"color": project.color if project else None, "clientName": client.name if client else ""}

    def _buckets(self, entry: TimeEntry, group: str) -> list[Bucket]:
        """One, but for tags: an entry counts under each of its tags."""
        state = self._state
        project = state.projects.get(entry.project_id or "")
        day = entry.start.astimezone(self._zone).date()
        match group:
            case "PROJECT":
                return [(project.id, project.name) if project else ("", "Without project")]
            case "CLIENT":
                client = state.clients.get(project.client_id or "") if project else None
                return [(client.id, client.name) if client else ("", "Without client")]
            case "USER":
                return [(entry.user_id, state.people[entry.user_id].name)]
            case "TASK":
                task = state.tasks.get(entry.task_id or "")
                return [(task.id, task.name) if task else ("", "Without task")]
            case "TAG":
                tags = [state.tags[tag_id] for tag_id in dict.fromkeys(entry.tag_ids) if tag_id in state.tags]
                return [(tag.id, tag.name) for tag in tags] or [("", "Without tag")]
            case "DATE":
                return [(day.isoformat(), day.isoformat())]
            case "WEEK":
                first = day - timedelta(days=(day.weekday() - DAYS.index(self._week_start)) % 7)
                return [(first.isoformat(), first.isoformat())]
            case "MONTH":
                return [(f"{day:%Y-%m}", f"{day:%Y-%m}")]
            case _:
                return [(entry.description, entry.description or "(no description)")]
