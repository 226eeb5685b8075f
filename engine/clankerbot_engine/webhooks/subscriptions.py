"""Subscriptions: which events are posted to which channel. Made, checked and found here; the Slack app posts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Final, Literal

from pydantic import ValidationError
from ulid import ULID

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.catalogue import Project
from clankerbot_engine.errors import Conflict, Forbidden, NotFound, ValidationFailed
from clankerbot_engine.parsing.tokens import fold
from clankerbot_engine.shared.signals import Signals
from clankerbot_engine.stores.ports import Subscription, SubscriptionStore
from clankerbot_engine.webhooks.events import EVENT_TYPES, OWN_EVENTS
from clankerbot_engine.webhooks.rules import Filters, Rule

MAX_SUBSCRIPTIONS: Final = 1000
"""That one principal may have."""
FRESH: Final = timedelta(seconds=5)
"""How long one that another process made or deleted may go unnoticed."""
_ME: Final = frozenset({"me", "myself", "i", "mine", "ich", "mich", "mir", "meine"})
_GROUP_WORDS: Final = frozenset({"the", "team", "group", "das", "die", "gruppe"})


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription, ready to be held against events."""

    subscription: Subscription
    rule: Rule


class Subscriptions:
    """`owner`: the principal that asks; None stands for one who may see all."""

    def __init__(
        self, store: SubscriptionStore, accounts: Accounts, *, clock: Callable[[], datetime], signals: Signals
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._clock = clock
        self._signals = signals
        signals.on("subscriptions", lambda _: self._forget())
        self._known: tuple[datetime, list[Followed]] | None = None

    async def planned(
        self,
        principal: str,
        *,
        channel: str,
        events: Sequence[str],
        filters: Filters,
        topic: Literal["events", "digest"] = "events",
        label: str | None = None,
    ) -> Subscription:
        """As it would be kept, with the names in its filters found in the workspace.

        Raises `ValidationFailed` for what is not there, `Forbidden` for what is not the person's to see, `Conflict` at
        the limit, and what Clockify raises.
        """
        if topic == "digest":
            raise ValidationFailed(
                "topic: a summary is posted by a schedule: every friday at 17:00 post the week in #design",
                field="topic",
                details={"reason": "digest"},
            )
        if not events:
            raise ValidationFailed(
                "events: name at least one, for example NEW_TIME_ENTRY",
                field="events",
                details={"example": ["NEW_TIME_ENTRY"]},
            )
        known = tuple(dict.fromkeys(event_type(index, name) for index, name in enumerate(events)))
        if len(await self.all(principal)) >= MAX_SUBSCRIPTIONS:
            message = f"You have {MAX_SUBSCRIPTIONS} subscriptions, which is the limit. Delete one first."
            raise Conflict(message, details={"reason": "too_many_subscriptions"})
        account = await self._accounts.of(principal)
        snapshot = await account.cache.snapshot()
        rule = await _found(filters, account, snapshot.user_id)
        if await account.cache.is_admin() is False and rule.user_ids != (snapshot.user_id,):
            raise Forbidden(
                "Only owners and admins of the Clockify workspace can have other people's time posted. "
                "Of your own you can: add “by me”.",
                details={"reason": "not_admin"},
            )
        return Subscription(
            str(ULID()),
            principal,
            channel,
            "events",
            known,
            rule.model_dump(exclude_defaults=True, mode="json"),
            self._clock(),
            workspace_id=snapshot.workspace_id,
            label=label,
        )

    async def add(self, subscription: Subscription) -> None:
        """The same twice is once."""
        if await self.get(subscription.id) is None:
            await self._store.add(subscription)
        self.changed()

    async def all(self, owner: str | None) -> list[Subscription]:
        return [subscription for subscription in await self._store.all() if owner in (None, subscription.principal)]

    async def get(self, subscription_id: str) -> Subscription | None:
        return next((each for each in await self._store.all() if each.id == subscription_id), None)

    async def following(self, workspace_id: str) -> list[Followed]:
        """Those that follow the events of this workspace."""
        now = self._clock()
        if self._known is None or abs(now - self._known[0]) >= FRESH:
            self._known = (now, [each for kept in await self._store.all() if (each := _followed(kept)) is not None])
        return [each for each in self._known[1] if each.subscription.workspace_id == workspace_id]

    async def narrow(self, subscription: Subscription, rule: Rule) -> None:
        """From now on by this rule; nothing where it is so already, or ended meanwhile."""
        filters = rule.model_dump(exclude_defaults=True, mode="json")
        if filters != subscription.filters and await self._store.replace(replace(subscription, filters=filters)):
            self.changed()

    def changed(self) -> None:
        self._forget()
        self._signals.tell("subscriptions")

    def _forget(self) -> None:
        self._known = None

    async def delete(self, subscription_id: str, owner: str | None) -> Subscription:
        """Raises `NotFound`, also where it belongs to another."""
        for subscription in await self.all(owner):
            if subscription.id == subscription_id and await self._store.delete(subscription_id):
                self.changed()
                return subscription
        raise NotFound("There is no such subscription. GET /subscriptions lists those that there are.")


def event_type(index: int, name: str) -> str:
    """Case and separators do not matter: `new time entry` is `NEW_TIME_ENTRY`. Raises `ValidationFailed`."""
    wanted = name.strip().upper().replace(" ", "_").replace("-", "_")
    if wanted in (*EVENT_TYPES, *OWN_EVENTS):
        return wanted
    near = get_close_matches(wanted, EVENT_TYPES, n=3, cutoff=0.5)
    hint = f"Did you mean {', '.join(near)}?" if near else "NEW_TIME_ENTRY is one."
    raise ValidationFailed(
        f"events.{index}: there is no event {name!a}. {hint}",
        field=f"events.{index}",
        details={"suggestions": list(near) or ["NEW_TIME_ENTRY"]},
    )


def rule_of(subscription: Subscription) -> Rule | None:
    """None for filters that another version kept."""
    try:
        return Rule.model_validate(subscription.filters)
    except ValidationError:
        return None


def has_filters(rule: Rule, said: Filters) -> bool:
    """Whether a subscription is narrowed down by all that is said: names in any spelling that finds them, or ids."""
    known = {"project": rule.project_id, "client": rule.client_id, "tag": rule.tag_id}
    for name, wanted in said.model_dump(exclude_defaults=True).items():
        if name == "people":
            people = {fold(_bare(each)) for each in rule.people}
            if not people.issuperset(fold(_bare(each.lstrip("@"))) for each in wanted):
                return False
        elif isinstance(wanted, str):
            kept = getattr(rule, name) or ""
            if known.get(name) != wanted and fold(kept) != fold(wanted.lstrip("#")):
                return False
        elif getattr(rule, name) != wanted:
            return False
    return True


def _followed(subscription: Subscription) -> Followed | None:
    rule = rule_of(subscription)
    return None if rule is None or subscription.topic != "events" else Followed(subscription, rule)


async def _found(filters: Filters, account: Account, user_id: str) -> Rule:
    """The ids of what the filters name. Raises `ValidationFailed`, with what is like it."""
    snapshot = await account.cache.snapshot()
    projects = [each for each in snapshot.catalogue.projects if not each.archived]
    rule = Rule(**filters.model_dump())
    if filters.client is not None:
        clients = {each.client: each.client_id for each in snapshot.catalogue.projects if each.client}
        client, client_id = _named("client", filters.client, clients)
        projects = [each for each in projects if each.client == client]
        rule = rule.model_copy(update={"client": client, "client_id": client_id})
    if filters.project is not None:
        project = _project(filters.project, projects)
        rule = rule.model_copy(update={"project": project.name, "project_id": project.id})
    if filters.tag is not None:
        tags = {each.name: each.id for each in snapshot.catalogue.tags if not each.archived}
        name, tag_id = _named("tag", filters.tag.lstrip("#"), tags)
        rule = rule.model_copy(update={"tag": name, "tag_id": tag_id})
    if filters.people:
        rule = await _with_people(rule, filters.people, account, snapshot.workspace_id, user_id)
    return rule


async def _with_people(rule: Rule, said: Sequence[str], account: Account, workspace_id: str, user_id: str) -> Rule:
    """People by name or address, the members of groups, and oneself."""
    found: dict[str, None] = {}
    found_groups: dict[str, Sequence[str]] = {}
    others = [each for each in said if fold(each) not in _ME]
    if len(others) < len(said):
        found[user_id] = None
    if others:
        members = await account.client.users.all(workspace_id)
        people: dict[str, str | None] = {}
        for member in members:
            first = (member.name or "").partition(" ")[0]
            alike = [each for each in members if (each.name or "").partition(" ")[0] == first]
            names = (member.name, member.email, first if len(alike) == 1 else None)
            people |= {name: member.id for name in names if name}
        groups = await account.client.users.groups(workspace_id)
        named_groups = {group.name: group.id for group in groups if group.name}
        for name in others:
            person = _like(name, people)
            group = (
                None if person is not None else _like(name, named_groups) or _like(_bare(name), named_groups, bare=True)
            )
            if person is not None:
                found[person[1] or ""] = None
            elif group is not None:
                found_groups[group[1] or ""] = next(each.user_ids or () for each in groups if each.id == group[1])
            else:
                raise _nothing("people", name, [*people, *named_groups])
    if not found_groups:
        return rule.model_copy(update={"user_ids": tuple(found)})
    named = rule.model_copy(update={"person_ids": tuple(found), "group_ids": tuple(found_groups)})
    return named.with_members(found_groups)


def _project(said: str, projects: Sequence[Project]) -> Project:
    """By its id, as a form knows it, or its name, which projects of several clients may have."""
    by_id = next((each for each in projects if each.id is not None and each.id == said), None)
    if by_id is not None:
        return by_id
    name = _named("project", said, {each.name: each.id for each in projects})[0]
    found = [each for each in projects if each.name == name]
    if len(found) > 1:
        clients = [each.client or "" for each in found]
        raise ValidationFailed(
            f"filters.project: there are {len(found)} projects called “{name}”. Say whose: “for {clients[0]}”.",
            field="filters.project",
            details={"reason": "several_projects", "name": name, "suggestions": [*clients]},
        )
    return found[0]


def _named(field: str, said: str, known: Mapping[str, str | None]) -> tuple[str, str | None]:
    """By its id, too."""
    found = _like(said, known) or next((pair for pair in known.items() if pair[1] == said), None)
    if found is None:
        raise _nothing(field, said, list(known))
    return found


def _like(said: str, known: Mapping[str, str | None], *, bare: bool = False) -> tuple[str, str | None] | None:
    """As it is, else without case and accents; `bare`: without words such as "team", too."""
    if said in known:
        return said, known[said]
    wanted = fold(said.strip().lstrip("@"))
    return next(((name, found) for name, found in known.items() if fold(_bare(name) if bare else name) == wanted), None)


def _bare(name: str) -> str:
    return " ".join(word for word in name.split() if fold(word) not in _GROUP_WORDS) or name


def _nothing(field: str, said: str, known: Sequence[str]) -> ValidationFailed:
    folded = {fold(name): name for name in known}
    near = [folded[each] for each in get_close_matches(fold(said), list(folded), n=3, cutoff=0.5)]
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    what = "nobody, and no group," if field == "people" else f"no {field}"
    return ValidationFailed(
        f"filters.{field}: there is {what} called “{said}” in this workspace.{hint}",
        field=f"filters.{field}",
        details={"reason": "not_there", "name": said, "suggestions": list(near)},
    )
