"""What a subscription lets through: a pure reading of an event against it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from clankerbot_engine.actions import EntryFact, Name
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.events import ENTITIES
from clankerbot_engine.webhooks.time_entries import TIME_ENTRY, entry_in, owner_in

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Seconds = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]

LONGEST_TIME_ENTRY_S: Final = 999 * 3600


class Filters(BaseModel):
    """All that is given must be so. Names are as somebody said them; beside each stands the id that was found for it.

    `people`: whose time, or who did it; a user group of Clockify's may stand among them, for whoever is in it.
    Durations are seconds, both bounds excluded: `min_duration_s` 28800 is "over 8 h"; a timer that runs has none. From
    `quiet_from` to `quiet_to`, local time of whoever subscribed, nothing is posted; it is posted afterwards.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    project: Name | None = None
    client: Name | None = None
    tag: Name | None = None
    people: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    billable: Annotated[bool, Field(strict=True)] | None = None
    min_duration_s: Seconds | None = None
    max_duration_s: Seconds | None = None
    quiet_from: Clock | None = None
    quiet_to: Clock | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_to is None) or (
            self.quiet_from and self.quiet_from == self.quiet_to
        ):
            raise ValueError("quiet_from and quiet_to are given together, and differ")
        least, most = self.min_duration_s, self.max_duration_s
        if least is not None and most is not None and least >= most:
            raise ValueError("min_duration_s must be less than max_duration_s")
        return self


class Rule(Filters):
    """With what the names stand for in the workspace. Where an event does not say a client's id, the name decides.

    `user_ids`: all of the people, those of `person_ids` and the members of the groups as they are now.
    """

    project_id: str | None = None
    client_id: str | None = None
    tag_id: str | None = None
    user_ids: tuple[str, ...] | None = None
    person_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()

    def with_members(self, members: Mapping[str, Sequence[str]]) -> "Rule":
        """`members` by the id of their group; one that is not there has none."""
        of_groups = (user_id for group_id in self.group_ids for user_id in members.get(group_id, ()))
        return self.model_copy(update={"user_ids": tuple(dict.fromkeys((*self.person_ids, *of_groups)))})

    @property
    def filters(self) -> Filters:
        return Filters(**self.model_dump(include=set(Filters.model_fields)))


def matches(rule: Rule, events: Collection[str], change: Change) -> bool:
    """Whether the event is one of `events`, about what the rule names. What the event does not say, does not match.

    A time entry is looked at as it is now, by the newest that is known; one that is gone as it was.
    """
    event = change.event
    if event.type not in events:
        return False
    document = change.now or change.before or dict(event.data)
    entry = entry_in(document) if event.entity == TIME_ENTRY else None
    return (
        (rule.project is None or _project_id(event.entity, document) == rule.project_id)
        and (rule.client is None or _is_for_client(event.entity, document, rule))
        and (rule.user_ids is None or _person(event.entity, document, event.actor) in rule.user_ids)
        and (rule.tag is None or _has_tag(event.entity, document, rule.tag_id))
        and (rule.billable is None or (entry is not None and entry.billable == rule.billable))
        and _is_so_long(rule, entry)
    )


def speaks_of(events: Collection[str], entity: str) -> bool:
    """Whether one of the events is about such things."""
    return any(ENTITIES.get(event) == entity for event in events)


def quiet_until(rule: Rule, now: datetime) -> datetime | None:
    """`now` in the zone of whoever subscribed. None: it is not quiet now."""
    if rule.quiet_from is None or rule.quiet_to is None:
        return None
    begins, ends, clock = time.fromisoformat(rule.quiet_from), time.fromisoformat(rule.quiet_to), now.time()
    over_night = begins > ends
    if not ((clock >= begins or clock < ends) if over_night else begins <= clock < ends):
        return None
    day = now.date() + timedelta(days=1) if over_night and clock >= begins else now.date()
    return datetime.combine(day, ends, now.tzinfo)


def _is_so_long(rule: Rule, entry: EntryFact | None) -> bool:
    if rule.min_duration_s is None and rule.max_duration_s is None:
        return True
    if entry is None or entry.duration_s is None:
        return False
    return (rule.min_duration_s or -1) < entry.duration_s < (rule.max_duration_s or LONGEST_TIME_ENTRY_S)


def _project_id(entity: str, document: Mapping[str, Any]) -> Any:
    return document.get("id") if entity == "project" else document.get("projectId")


def _is_for_client(entity: str, document: Mapping[str, Any], rule: Rule) -> bool:
    if entity == "client":
        client_id, name = document.get("id"), document.get("name")
    else:
        project = document.get("project")
        told = document if not isinstance(project, Mapping) else {**project, **document}
        client_id, name = told.get("clientId"), told.get("clientName")
    if rule.client_id is not None and client_id:
        return bool(client_id == rule.client_id)
    return rule.client is not None and _same(name, rule.client)


def _person(entity: str, document: Mapping[str, Any], actor: str | None) -> Any:
    if entity == "user":
        return document.get("id")
    owner = document.get("owner")
    of_request = owner.get("userId") if isinstance(owner, Mapping) else None
    return owner_in(dict(document)) or of_request or actor


def _has_tag(entity: str, document: Mapping[str, Any], tag_id: str | None) -> bool:
    tag_ids = [document.get("id")] if entity == "tag" else document.get("tagIds")
    return isinstance(tag_ids, list) and tag_id in tag_ids


def _same(one: Any, other: str) -> bool:
    return isinstance(one, str) and one.casefold() == other.casefold()
