"""Where the rest of the service hands over what is to be posted to Slack. Light: it imports nothing of Slack's."""

from collections.abc import Sequence
from typing import Protocol
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import ActionResult, ApiError
from clankerbot_engine.estimates.projects import Estimate
from clankerbot_engine.estimates.watch import Audience
from clankerbot_engine.nudges.port import Messenger
from clankerbot_engine.stores.ports import PendingRequest, Schedule, ScheduleRun
from clankerbot_engine.webhooks.health import Found


def team_and_user(principal: str) -> tuple[str, str] | None:
    """None for a principal that is no person of Slack (`people.principal_of`)."""
    source, _, rest = principal.partition(":")
    team_id, _, user_id = rest.partition(":")
    return (team_id, user_id) if source == "slack" and team_id and user_id else None


class Poster(Protocol):
    """`service.SlackService`."""

    @property
    def messenger(self) -> Messenger: ...

    async def say(self, post_id: str, principal: str, channel: str, text: str) -> None:
        """Once for each `post_id`. `channel`: its id, or a person's for a direct message."""
        ...

    async def remind(self, post_id: str, principal: str, channel: str, text: str | None) -> None: ...

    async def announce(
        self, schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
    ) -> None: ...

    async def tell_of_webhooks(self, principal: str, found: Sequence[Found]) -> None:
        """To the person alone."""
        ...

    async def tell_of_pending(self, request: PendingRequest) -> None:
        """How what was kept for later ended; to the person alone, once."""
        ...

    async def tell_of_estimate(self, post_id: str, audience: Audience, estimate: Estimate) -> None: ...

    async def zone_of(self, principal: str) -> ZoneInfo | None:
        """As the person's profile has it; None where that is not known."""
        ...

    async def refusal_of(self, principal: str, channel: str) -> str | None:
        """Why nothing can be posted there, in Slack's word; None: it can, or that cannot be told before."""
        ...

    async def name_of(self, principal: str, channel: str) -> str | None:
        """Of the channel with this id, without `#`; None where that is not known."""
        ...


class Posts:
    """Integrations and schedules are made before the Slack app, which may never be: it takes its place here."""

    def __init__(self) -> None:
        self._poster: Poster | None = None

    def go_to(self, poster: Poster) -> None:
        self._poster = poster

    @property
    def poster(self) -> Poster | None:
        """None where Slack is not set up."""
        return self._poster

    @property
    def messenger(self) -> Messenger | None:
        """Who tells people of their time."""
        return None if self._poster is None else self._poster.messenger

    async def announce(
        self, schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
    ) -> None:
        if self._poster is not None:
            await self._poster.announce(schedule, run, results, problem)

    async def tell_of_webhooks(self, principal: str, found: Sequence[Found]) -> None:
        if self._poster is not None:
            await self._poster.tell_of_webhooks(principal, found)

    async def tell_of_pending(self, request: PendingRequest) -> bool:
        """False where it is for a person in Slack, and another process has to tell them."""
        if self._poster is None:
            return team_and_user(request.principal) is None
        await self._poster.tell_of_pending(request)
        return True

    async def zone_of(self, principal: str) -> ZoneInfo | None:
        return None if self._poster is None else await self._poster.zone_of(principal)

    async def refusal_of(self, principal: str, channel: str) -> str | None:
        return None if self._poster is None else await self._poster.refusal_of(principal, channel)

    async def name_of(self, principal: str, channel: str) -> str | None:
        return None if self._poster is None else await self._poster.name_of(principal, channel)
