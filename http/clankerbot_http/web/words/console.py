"""What the console says, in each language. Plain text, as in `catalogue`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleWords:
    language: str
    title: str
    sign_in: str
    sign_in_why: str
    """With `{scope}`."""
    token: str
    sign_out: str
    refused: str
    """With `{reason}`."""
    health: str
    well: str
    not_well: str
    not_needed: str
    draining: str
    inbox: str
    open_: str
    parked: str
    oldest: str
    none: str
    replay: str
    replayed: str
    newest: str
    outbox: str
    waiting: str
    release: str
    released: str
    budget: str
    budget_why: str
    schedules: str
    schedules_why: str
    next_: str
    paused: str
    no_schedules: str
    actions: str
    no_actions: str
    who: str
    what: str
    result: str
    when: str
    undo: str
    undone: str
    was_undone: str
    state: str
    charts: str
    over_hour: str
    over_day: str
    chart_actions: str
    chart_deliveries: str
    chart_clockify: str
    chart_label: str
    """With `{name}`, `{total}`, `{wrong}` and `{most}`."""
    wrong: str
    not_understood: str
    not_kept: str
    nothing_not_understood: str
    event: str
    error: str
    attempts: str
    channel: str
    away: str
    as_of: str
    checks: Mapping[str, str]
    states: Mapping[str, str]


ENGLISH: Final = ConsoleWords(
    language="en",
    title="Console",
    sign_in="Sign in",
    sign_in_why="With an API token that has the scope {scope}: clankerbot token create NAME --scope {scope}.",
    token="API token",  # noqa: S106
    sign_out="Sign out",
    refused="That did not work: {reason}",
    health="Health",
    well="well",
    not_well="not well",
    not_needed="it goes on without",
    draining="is about to stop",
    inbox="Inbox",
    open_="open",
    parked="parked",
    oldest="oldest",
    none="none",
    replay="Replay",
    replayed="It is worked off again.",
    newest="Newest deliveries",
    outbox="Outbox",
    waiting="waiting",
    release="Send again",
    released="It is sent again.",
    budget="Asked of Clockify",
    budget_why="in the last hour, by this instance; a new free workspace has 30",
    schedules="Schedules",
    schedules_why="and their firings in the last 24 hours",
    next_="next",
    paused="paused",
    no_schedules="There are no schedules.",
    actions="Recent actions",
    no_actions="Nothing has been written yet.",
    who="Who",
    what="What",
    result="Result",
    when="When",
    undo="Undo",
    undone="Done: {said}",
    was_undone="undone since",
    state="State",
    charts="Over time",
    over_hour="Last hour",
    over_day="Last day",
    chart_actions="Actions",
    chart_deliveries="Deliveries",
    chart_clockify="Requests to Clockify",
    chart_label="{name}: {total}, of which {wrong} went wrong; at most {most} at a time",
    wrong="wrong",
    not_understood="Not understood",
    not_kept="What people typed that was not understood is not kept. KEEP_NOT_UNDERSTOOD=true keeps the newest 100, "
    "in memory, without names, addresses and numbers.",
    nothing_not_understood="Everything was understood since the start.",
    event="Event",
    error="Why",
    attempts="tries",
    channel="Channel",
    away="The server does not answer. Trying again.",
    as_of="as of",
    checks={
        "database": "Database",
        "migrations": "Migrations",
        "scheduler": "Scheduler",
        "inbox": "Inbox",
        "redis": "Redis",
    },
    states={
        "started": "under way",
        "done": "done",
        "failed": "failed",
        "unknown": "not known",
        "ready": "open",
        "running": "running",
        "parked": "parked",
        "skipped": "skipped",
    },
)

GERMAN: Final = ConsoleWords(
    language="de",
    title="Konsole",
    sign_in="Anmelden",
    sign_in_why="Mit einem API-Token mit dem Recht {scope}: clankerbot token create NAME --scope {scope}.",
    token="API-Token",  # noqa: S106
    sign_out="Abmelden",
    refused="Das ging nicht: {reason}",
    health="Zustand",
    well="gesund",
    not_well="nicht gesund",
    not_needed="es geht ohne weiter",
    draining="hört gleich auf",
    inbox="Eingang",
    open_="offen",
    parked="beiseite",
    oldest="älteste",
    none="keine",
    replay="Noch einmal",
    replayed="Es wird noch einmal abgearbeitet.",
    newest="Neueste Zustellungen",
    outbox="Ausgang",
    waiting="warten",
    release="Erneut senden",
    released="Es wird erneut gesendet.",
    budget="Anfragen an Clockify",
    budget_why="in der letzten Stunde, von dieser Instanz; ein neuer freier Workspace hat 30",
    schedules="Zeitpläne",
    schedules_why="und ihre Läufe in den letzten 24 Stunden",
    next_="nächster",
    paused="pausiert",
    no_schedules="Es gibt keine Zeitpläne.",
    actions="Letzte Aktionen",
    no_actions="Noch wurde nichts geschrieben.",
    who="Wer",
    what="Was",
    result="Ergebnis",
    when="Wann",
    undo="Rückgängig",
    undone="Erledigt: {said}",
    was_undone="seither rückgängig",
    state="Stand",
    charts="Im Verlauf",
    over_hour="Letzte Stunde",
    over_day="Letzter Tag",
    chart_actions="Aktionen",
    chart_deliveries="Zustellungen",
    chart_clockify="Anfragen an Clockify",
    chart_label="{name}: {total}, davon {wrong} misslungen; höchstens {most} auf einmal",
    wrong="misslungen",
    not_understood="Nicht verstanden",
    not_kept="Was nicht verstanden wurde, wird nicht behalten. KEEP_NOT_UNDERSTOOD=true behält die neuesten 100, im "
    "Speicher, ohne Namen, Adressen und Nummern.",
    nothing_not_understood="Seit dem Start wurde alles verstanden.",
    event="Ereignis",
    error="Warum",
    attempts="Versuche",
    channel="Kanal",
    away="Der Server antwortet nicht. Es wird wieder versucht.",
    as_of="Stand",
    checks={
        "database": "Datenbank",
        "migrations": "Migrationen",
        "scheduler": "Zeitpläne",
        "inbox": "Eingang",
        "redis": "Redis",
    },
    states={
        "started": "läuft",
        "done": "erledigt",
        "failed": "misslungen",
        "unknown": "unbekannt",
        "ready": "offen",
        "running": "läuft",
        "parked": "beiseite",
        "skipped": "ausgelassen",
    },
)

CONSOLE: Final = {words.language: words for words in (ENGLISH, GERMAN)}
