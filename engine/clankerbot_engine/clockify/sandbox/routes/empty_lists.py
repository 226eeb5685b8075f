"""Lists of what the sandbox has none of: clients that read them find nothing, in the real one's envelope."""

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox.call import Member

router = APIRouter(prefix="/workspaces/{workspace_id}")


@router.get("/time-off/policies")
async def time_off_policies(call: Member) -> Response:
    return call.page([])


@router.get("/invoices")
async def invoices(call: Member) -> Response:
    return call.page([], envelope=lambda rows: {"total": 0, "invoices": rows})


@router.get("/expenses")
async def expenses(call: Member) -> Response:
    return call.page(
        [],
        envelope=lambda rows: {
            "expenses": {"expenses": rows, "count": 0},
            "dailyTotals": [],
            "weeklyTotals": [],
        },
    )
