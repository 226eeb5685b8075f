"""Every route there is, and what its caller must hold: who is not in this table is not served.

The table is looked up before the application routes the request, and decides alone: a path that is not here is
answered 404, a method that is not here 405, whatever the application would have made of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope as AsgiScope

from clankerbot_engine.stores.ports import Scope

PUBLIC: Final = None
"""No token of ours: health, documents, and those who prove themselves otherwise: webhooks and Slack."""


READING: Final[Mapping[str, Scope | None]] = {"GET": PUBLIC, "HEAD": PUBLIC}
"""HEAD is what many probes send."""


SUMMARY_QUERY: Final = frozenset(
    (
        "from",
        "to",
        "period",
        "group_by",
        "scope",
        "project",
        "client",
        "user",
        "billable",
        "entries",
        "timezone",
        "format",
    )
)


@dataclass(frozen=True, slots=True)
class Route:
    """`scopes` by method: the scope that a token must have. `query`: the query parameters that are taken, where a token
    is needed; `listing`: those of GET alone. `limited`: counted by the rate limit. `audited`: what changes by a
    token is noted; not where nothing changes, or where the journal has it. `quiet`: asked for so often by pages that
    a line of the log for each would drown the others.
    """

    template: str
    scopes: Mapping[str, Scope | None]
    query: frozenset[str] = frozenset()
    listing: frozenset[str] = frozenset()
    limited: bool = True
    audited: bool = True
    quiet: bool = False

    def takes(self, method: str) -> frozenset[str]:
        """The query parameters."""
        return self.query | self.listing if method == "GET" else self.query


ROUTES: Final = (
    Route("/actions/parse", {"POST": "parse"}, query=frozenset({"llm"}), audited=False),
    Route("/actions/run", {"POST": "run"}, query=frozenset({"llm", "dry_run", "accept_pending"}), audited=False),
    Route("/pending", {"GET": "run"}),
    Route("/pending/{pending_id}", {"GET": "run", "DELETE": "run"}, audited=False),
    Route("/reports/summary", {"GET": "run"}, query=SUMMARY_QUERY),
    Route("/schedules", {"GET": "schedules", "POST": "schedules"}, listing=frozenset({"after", "limit"})),
    Route("/schedules/{schedule_id}", {"GET": "schedules", "PATCH": "schedules", "DELETE": "schedules"}),
    Route("/schedules/{schedule_id}/run", {"POST": "schedules"}),
    Route("/subscriptions", {"GET": "webhooks", "POST": "webhooks"}),
    Route("/subscriptions/preview", {"POST": "webhooks"}, audited=False),
    Route("/subscriptions/{subscription_id}", {"DELETE": "webhooks"}),
    Route("/inbox", {"GET": "admin"}, query=frozenset({"state", "before", "limit"})),
    Route("/inbox/purge", {"POST": "admin"}),
    Route("/inbox/{delivery_id}", {"GET": "admin"}),
    Route("/inbox/{delivery_id}/replay", {"POST": "admin"}),
    Route("/webhooks", {"GET": "webhooks", "POST": "admin"}),
    Route("/webhooks/registered/{name}", {"DELETE": "admin"}),
    Route("/webhooks/registered/{name}/rotate", {"POST": "admin"}),
    Route("/webhooks/sync", {"POST": "webhooks"}),
    Route("/webhooks/clockify", {"POST": PUBLIC}),
    Route("/webhooks/clockify/{source}", {"POST": PUBLIC}),
    Route("/webhooks/{provider}", {"POST": PUBLIC}),
    # All of Slack's requests come from a few addresses; each is signed. The installation has a state of its own.
    Route("/slack/events", {"POST": PUBLIC}, limited=False),
    Route("/slack/install", {"GET": PUBLIC}),
    Route("/slack/oauth_redirect", {"GET": PUBLIC}),
    # The numbers say how much is used by whom and how often it fails: for those who run the service.
    Route("/metrics", {"GET": "admin"}),
    Route("/healthz", READING, limited=False),
    Route("/readyz", READING, limited=False),
    Route("/", READING),
    # The pages: a script asks as often as somebody types. What changes anything needs the token that its page has.
    Route("/static/{name}", READING, limited=False, quiet=True),
    Route("/guide", READING),
    Route("/guide/{name}", READING),
    Route("/guide/screenshots/{name}", READING, limited=False),
    Route("/console", {"GET": PUBLIC}, quiet=True),  # it looks every five seconds whether something is new
    Route("/console/sign-in", {"POST": PUBLIC}),
    Route("/console/sign-out", {"POST": PUBLIC}),
    Route("/console/replay", {"POST": PUBLIC}),
    Route("/console/release", {"POST": PUBLIC}),
    Route("/console/undo", {"POST": PUBLIC}),
    Route("/play/live", {"GET": PUBLIC}, limited=False, quiet=True),
    Route("/play/sign-in", {"POST": PUBLIC}),
    Route("/play/settle", {"POST": PUBLIC}, limited=False, quiet=True),
    Route("/play/parse", {"POST": PUBLIC}, limited=False, quiet=True),
    Route("/play/say", {"POST": PUBLIC}, limited=False),
    Route("/play/click", {"POST": PUBLIC}, limited=False),
    Route("/play/form", {"POST": PUBLIC}, limited=False),
    Route("/play/entry", {"POST": PUBLIC}, limited=False),
    Route("/play/files/{file_id}", {"GET": PUBLIC}, limited=False),
    Route("/docs", READING),
    Route("/openapi.json", READING),
)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)))


_BY_PATH: Final = {route.template: route for route in ROUTES if "{" not in route.template}
_BY_PATTERN: Final = [(_pattern(route.template), route) for route in ROUTES if "{" in route.template]


def find_route(path: str) -> tuple[Route | None, dict[str, str]]:
    """With the parameters in the path. A template without parameters comes before one with them."""
    found = _BY_PATH.get(path)
    if found is not None:
        return found, {}
    for pattern, route in _BY_PATTERN:
        match = pattern.fullmatch(path)  # not `match`: "$" would let a trailing line feed pass
        if match is not None:
            return route, match.groupdict()
    return None, {}


def route_of(scope: AsgiScope) -> Route | None:
    """The route of a request, looked up once; sets `path_params`."""
    if "clankerbot.route" not in scope:
        scope["clankerbot.route"], scope["path_params"] = find_route(scope["path"])
    found: Route | None = scope["clankerbot.route"]
    return found


def template_of(scope: AsgiScope) -> str:
    """A name of ours for logs, limits and metrics: what matches nothing shares one."""
    route = route_of(scope)
    return "unmatched" if route is None else route.template
