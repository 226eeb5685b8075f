"""Holidays and time off (`clockify-api` §5.7). Not every plan has them: `Forbidden`."""

from datetime import datetime
from typing import Final, Literal

from clankerbot_engine.clockify.call import Effect
from clankerbot_engine.clockify.models import Holiday, TimeOffRequest, TimeOffRequests, clockify_instant
from clankerbot_engine.clockify.requester import MOST_PAGES
from clankerbot_engine.clockify.resources import WORKSPACE, Resource

LARGEST_PAGE: Final = 200


class TimeOffCalls(Resource):
    async def holidays(self, workspace_id: str) -> list[Holiday]:
        """All of them, without paging."""
        return await self._requester.fetch(
            list[Holiday], "GET", f"{WORKSPACE}/holidays", Effect.READ, ids={"workspace": workspace_id}
        )

    async def approved(self, workspace_id: str, first: datetime, last: datetime) -> list[TimeOffRequest]:
        """What lies within or reaches into the period, of everybody whose time off one may see."""
        found: list[TimeOffRequest] = []
        for page in range(1, MOST_PAGES + 1):
            body = {
                "start": clockify_instant(first),
                "end": clockify_instant(last),
                "statuses": ["APPROVED"],
                "page": page,
                "pageSize": LARGEST_PAGE,
            }
            ids = {"workspace": workspace_id}
            answer = await self._requester.fetch(
                TimeOffRequests, "POST", f"{WORKSPACE}/time-off/requests", Effect.READ, ids=ids, body=body
            )
            found += answer.requests or ()
            if len(answer.requests or ()) < LARGEST_PAGE:
                break
        return found

    async def decide(
        self,
        workspace_id: str,
        policy_id: str,
        request_id: str,
        status: Literal["APPROVED", "REJECTED"],
        *,
        note: str | None = None,
    ) -> None:
        """By who may; of what is decided already Clockify says that it cannot be."""
        ids = {"workspace": workspace_id, "policy": policy_id, "request": request_id}
        body = {"status": status, **({"note": note} if note is not None else {})}
        await self._requester.perform(
            "PATCH", f"{WORKSPACE}/time-off/policies/{{policy}}/requests/{{request}}", Effect.SET, ids=ids, body=body
        )
