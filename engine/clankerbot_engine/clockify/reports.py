"""Clockify's reports: summary, detailed, weekly. Read by POST, from a host of their own (`clockify-api` §5.5)."""

from collections.abc import Sequence
from typing import Any, Literal

from clankerbot_engine.clockify.call import Effect
from clankerbot_engine.clockify.models import DetailedReport, ReportEntry, ReportRange, SummaryReport, WeeklyReport
from clankerbot_engine.clockify.requester import MOST_PAGES, Shape
from clankerbot_engine.clockify.resources import WORKSPACE, Resource
from clankerbot_engine.errors import ValidationFailed

Group = Literal["CLIENT", "PROJECT", "USER", "TASK", "TAG", "DATE", "WEEK", "MONTH", "TIMEENTRY"]
LARGEST_PAGE = 1000


class ReportCalls(Resource):
    """On the free plan a report spans 31 days at most."""

    async def summary(self, workspace_id: str, range_: ReportRange, *, groups: Sequence[Group]) -> SummaryReport:
        """Grouped on one to three levels."""
        own = {"summaryFilter": {"groups": list(groups)}}
        return await self._report(SummaryReport, "summary", workspace_id, range_, own)

    async def detailed(
        self, workspace_id: str, range_: ReportRange, *, page: int = 1, page_size: int = 200
    ) -> DetailedReport:
        """One page, 1,000 entries at most, with totals over all pages."""
        own = {"detailedFilter": {"page": page, "pageSize": page_size}}
        return await self._report(DetailedReport, "detailed", workspace_id, range_, own)

    async def all_entries(self, workspace_id: str, range_: ReportRange) -> list[ReportEntry]:
        """Every page of the detailed report. Reports have no `Last-Page`: a short page is the last.

        Raises `ValidationFailed` where there are more than 100,000.
        """
        found: list[ReportEntry] = []
        for page in range(1, MOST_PAGES + 1):
            report = await self.detailed(workspace_id, range_, page=page, page_size=LARGEST_PAGE)
            rows = report.timeentries or ()
            found += rows
            if len(rows) < LARGEST_PAGE:
                return found
        most = MOST_PAGES * LARGEST_PAGE
        raise ValidationFailed(f"That is more than {most} time entries: ask for a shorter period.", field="from")

    async def weekly(
        self, workspace_id: str, range_: ReportRange, *, group: Literal["USER", "PROJECT"] = "PROJECT"
    ) -> WeeklyReport:
        """Seven days exactly."""
        own = {"weeklyFilter": {"group": group, "subgroup": "TIME"}}
        return await self._report(WeeklyReport, "weekly", workspace_id, range_, own)

    async def _report(
        self, shape: type[Shape], kind: str, workspace_id: str, range_: ReportRange, own: dict[str, Any]
    ) -> Shape:
        return await self._requester.fetch(
            shape,
            "POST",
            f"{WORKSPACE}/reports/{kind}",
            Effect.READ,
            ids={"workspace": workspace_id},
            body={**range_.body(), **own, "exportType": "JSON"},
            host="reports",
        )
