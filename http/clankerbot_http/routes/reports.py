"""Totals of time, as JSON, Markdown, CSV or a picture."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from clankerbot_engine.actions import ActionResult, ApiResponse
from clankerbot_http.requests import PrincipalOf, ServicesOf
from clankerbot_http.responses import ok
from clankerbot_http.summaries import MEDIA_TYPES, Format, SummaryQuery, file_name, in_form, summarize

router = APIRouter(tags=["reports"])


class SummaryReportQuery(SummaryQuery):
    format: Format = Field(default="json", description="All but `json` are files.")


_OTHER_FORMS: Final[dict[str, Any]] = {
    "text/markdown": {"schema": {"type": "string"}},
    "text/csv": {"schema": {"type": "string"}},
    "image/png": {"schema": {"type": "string", "format": "binary"}},
}


@router.get(
    "/reports/summary",
    summary="Total a period",
    response_model=ApiResponse[ActionResult],
    responses={200: {"content": _OTHER_FORMS}},
)
async def summary(
    services: ServicesOf, principal: PrincipalOf, query: Annotated[SummaryReportQuery, Query()]
) -> Response:
    """The totals of a period, beside those of the period before and the hours that were due.

    They are those of Clockify's own reports, to the second; `summary.claims` says what changed. Without a period it is
    this week. Where one of Clockify's reports cannot be had, there is an error, never a part of the numbers.
    """
    # A file cannot say how old it is.
    result = await summarize(services.engine, query, principal, may_be_old=query.format == "json")
    if query.format == "json":
        return ok(result)
    disposition = "inline" if query.format == "markdown" else "attachment"
    return Response(
        await in_form(result, query.format),
        media_type=MEDIA_TYPES[query.format],
        headers={"Content-Disposition": f'{disposition}; filename="{file_name(result, query.format)}"'},
    )
