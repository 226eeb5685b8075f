"""`subscribe` and `unsubscribe`: a channel begins, or ends, to be told of what happens in Clockify.

A plan holds the rows to add or to remove, their ids decided once; what takes a plan back is the other one.
"""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from clankerbot_bot.feed_lines import line_of
from clankerbot_bot.posts import Posts
from clankerbot_engine.actions import ActionBase, ActionResult, Subscribe, Unsubscribe
from clankerbot_engine.errors import ClankerbotError, NotFound, ValidationFailed
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources
from clankerbot_engine.schedules.service import CHANNEL_REFUSALS
from clankerbot_engine.stores.ports import JsonDict, Subscription
from clankerbot_engine.webhooks.newest import is_gone
from clankerbot_engine.webhooks.previews import Previews
from clankerbot_engine.webhooks.registering import Registering
from clankerbot_engine.webhooks.rules import Filters
from clankerbot_engine.webhooks.subscriptions import Subscriptions, event_type, has_filters, rule_of

EXAMPLES: Final = 3
"""Of what would have been posted lately."""
SUBSCRIBE, UNSUBSCRIBE = "subscribe", "unsubscribe"
_ROWS: Final = TypeAdapter(list[Subscription])
_WHAT: Final = (
    "Say what is to be posted: subscribe #design to new projects and entries over 8h, for example. "
    "A schedule posts summaries: every friday at 17:00 post the week in #design."
)
_WHERE: Final = "Say which channel: subscribe #design to new projects, for example; or type it there, with “here”."

_WHICH: Final = (
    "You have several subscriptions. Say which is to end: unsubscribe #design from new projects, for example. "
    "list schedules shows them, each with a button."
)


class Subscribing:
    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    async def prepare(self, action: Subscribe | Unsubscribe, context: Context) -> Prepared:
        if isinstance(action, Unsubscribe):
            return await self._prepare_end(action, context)
        if action.topic == "digest":
            raise ValidationFailed(_WHAT, field="topic", details={"reason": "digest"})
        if not action.events:
            raise ValidationFailed(_WHAT, field="events", details={"reason": "no_events"})
        if action.channel is None:
            raise ValidationFailed(_WHERE, field="channel", details={"reason": "no_channel"})
        refusal = await self._resources.part(Posts).refusal_of(context.principal, action.channel)
        if refusal is not None:
            message = f"channel: nothing can be posted there: {CHANNEL_REFUSALS.get(refusal, refusal)}"
            raise ValidationFailed(message, field="channel", details={"reason": refusal})
        planned = await self._resources.part(Subscriptions).planned(
            context.principal, channel=action.channel, events=action.events, filters=_filters(action)
        )
        preview = await self._resources.part(Previews).of(planned)
        examples = [line_of(each, dict(each.data), gone=is_gone(each.type)) for each in preview.examples[:EXAMPLES]]
        plan: Plan = {SUBSCRIBE: _json([planned]), "preview": preview.count, "examples": examples}
        details = {"subscriptions": plan[SUBSCRIBE], "preview": preview.count, "examples": examples}
        told = f"Would post {', '.join(planned.events)} to {planned.channel}; {preview.count} in the last 7 days."
        return Prepared(action, plan, ActionResult(action=action, status="planned", message=told, details=details))

    async def _prepare_end(self, action: Unsubscribe, context: Context) -> Prepared:
        found = await self._resources.part(Subscriptions).all(context.principal)
        if action.target is not None:
            found = [each for each in found if each.id == action.target]
        if action.channel is not None:
            named = await self._named(action.channel, found, context.principal)
            found = [each for each in found if each.channel in named]
        if action.events:
            wanted = {event_type(index, name) for index, name in enumerate(action.events)}
            found = [each for each in found if wanted & set(each.events)]
        if action.filters:
            said = _filters(action)
            found = [each for each in found if (rule := rule_of(each)) is not None and has_filters(rule, said)]
        is_said = (action.target, action.channel, action.events or None, action.filters or None) != (None,) * 4
        if len(found) > 1 and not is_said:
            raise ValidationFailed(_WHICH, field="target", details={"reason": "which_subscription"})
        if not found:
            raise NotFound("You have no such subscription. Type: list schedules, to see what is posted where.")
        plan: Plan = {UNSUBSCRIBE: _json(found)}
        told = f"Would end {len(found)} {'subscription' if len(found) == 1 else 'subscriptions'}."
        details = {"subscriptions": plan[UNSUBSCRIBE]}
        return Prepared(action, plan, ActionResult(action=action, status="planned", message=told, details=details))

    async def _named(self, said: str, found: Sequence[Subscription], principal: str) -> set[str]:
        """As what the channel is kept: by its id where somebody chose it in Slack, by its name where it was written."""
        posts = self._resources.part(Posts)
        if not said.startswith("#"):
            name = await posts.name_of(principal, said)
            return {said} if name is None else {said, f"#{name}"}
        kept = dict.fromkeys(each.channel for each in found)
        names = {each: await posts.name_of(principal, each) for each in kept if not each.startswith("#")}
        return {said, *(each for each, name in names.items() if f"#{name}" == said.casefold())}

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        """Twice is once."""
        subscriptions = self._resources.part(Subscriptions)
        begins = SUBSCRIBE in plan
        rows = _ROWS.validate_python(plan[SUBSCRIBE] if begins else plan[UNSUBSCRIBE])
        for each in rows:
            if begins:
                await subscriptions.add(each)
            elif await subscriptions.get(each.id) is not None:
                await subscriptions.delete(each.id, context.principal)
        unheard = await self._resources.part(Registering).wanted_changed(context.principal)
        details: JsonDict = {"subscriptions": _json(rows)}
        details |= {name: plan[name] for name in ("preview", "examples") if name in plan}
        message = _told(rows, begins=begins)
        if unheard is not None and begins:
            details["unheard"] = {"events": list(unheard.events), "why": unheard.reason, **_why(unheard.error)}
            message = f"{message} {unheard.message}"
        inverse: Plan = {UNSUBSCRIBE if begins else SUBSCRIBE: _json(rows)}
        result = ActionResult(action=action, status="done", message=message, details=details)
        return Applied(result, inverse=inverse, entity_id=rows[0].id if begins and len(rows) == 1 else None)


def is_about_subscriptions(plan: Plan) -> bool:
    return SUBSCRIBE in plan or UNSUBSCRIBE in plan


def _filters(action: Subscribe | Unsubscribe) -> Filters:
    try:
        return Filters.model_validate(action.filters)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        path = ".".join(("filters", *(str(part) for part in first["loc"])))
        raise ValidationFailed(f"{path}: {first['msg']}", field=path) from None


def _told(rows: Sequence[Subscription], *, begins: bool) -> str:
    places = ", ".join(dict.fromkeys(each.channel for each in rows))
    events = ", ".join(dict.fromkeys(event for each in rows for event in each.events))
    return f"{places} is told of {events} from now on." if begins else f"{places} is not told of {events} any more."


def _json(rows: Sequence[Subscription]) -> list[Any]:
    document: list[Any] = _ROWS.dump_python(list(rows), mode="json")
    return document


def _why(error: ClankerbotError | None) -> JsonDict:
    """By which it is said in other languages."""
    return {} if error is None else {"code": error.code, "reason": error.details.get("reason")}
