"""Which entry is meant: `last`, an id, or words that name it ("the standup yesterday")."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz

from clankerbot_engine.actions import Choice, EntryFact, Need
from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.errors import NeedsInput, NotFound, ValidationFailed
from clankerbot_engine.integrations.clockify.book import starts_at
from clankerbot_engine.integrations.clockify.timesheet import Timesheet

MOST_CHOICES = 10
CLOSE = 85  # of 100: a typing error in a word of six letters

_ID = re.compile(r"[0-9a-f]{24}")
_WORD = re.compile(r"\d{4}-\d{2}-\d{2}|[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEWEST = _words("last latest newest recent")
_FILLERS = _words(
    "a an and at the that this my our most one entry entries log logged time timer work from for of on in with "
    "about to project task tag client"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Named:
    """What the words say: the day, whether the newest is asked for, and the words that describe."""

    day: date | None
    newest: bool
    words: tuple[str, ...]

    @property
    def is_newest(self) -> bool:
        """Of those that fit, the newest is meant."""
        return self.newest or (self.day is None and not self.words)


async def find_entry(sheet: Timesheet, target: str) -> TimeEntry:
    """One request. Raises `NotFound`, or `NeedsInput` where several fit (the choices are entry ids)."""
    wanted = target.strip()
    if _ID.fullmatch(wanted.lower()):
        return await sheet.get(wanted.lower())
    named = read_target(wanted, sheet.today)
    if sheet.makes_entry and named.is_newest:
        raise ValidationFailed(
            "It is not clear which entry is the last one, as this request makes one first. "
            "Say it all at once, or send this part by itself.",
            field="target",
            details={"reason": "last_unclear"},
        )
    entries = await sheet.newest() if named.day is None else (await sheet.entries_of_day(named.day))[::-1]
    fitting = best_fitting([(entry, sheet.fact(entry)) for entry in entries], named.words)
    if not fitting:
        if not named.words:
            message = "There is no time entry yet." if named.day is None else "That day has no time entry."
            raise NotFound(message, details={"reason": "no_entries"})
        message = f"None of your newest time entries fits “{wanted[:100]}”. Name its id, or list your entries."
        raise NotFound(message, details={"reason": "no_such_entry", "name": wanted[:100]})
    if len(fitting) == 1 or named.is_newest:
        # One in the future is a plan, not the last work.
        begun = [entry for entry in fitting if starts_at(entry) <= sheet.now] or fitting
        return max(begun, key=starts_at if named.day is not None or named.words else _written_at)
    newest_first = sorted(fitting, key=starts_at, reverse=True)
    choices = tuple(
        Choice(value=entry.id, label=sheet.say(sheet.fact(entry)), id=entry.id) for entry in newest_first[:MOST_CHOICES]
    )
    question = f"{len(fitting)} entries fit. Which one do you mean?"
    raise NeedsInput(question, needs=[Need(field="target", reason=question, code="ambiguous", choices=choices)])


def _written_at(entry: TimeEntry) -> tuple[int, datetime]:
    """ "My last entry" is the one written last, whichever day it is about. The ids begin with the second of writing."""
    entry_id = (entry.id or "").lower()
    return int(entry_id[:8], 16) if _ID.fullmatch(entry_id) else 0, starts_at(entry)


def read_target(text: str, today: date) -> Named:
    day, newest, words = None, False, []
    for word in _WORD.findall(folded(text)):
        said = _day_named(word, today)
        if said is not None and day is None:
            day = said
        elif word in _NEWEST:
            newest = True
        elif word not in _FILLERS:
            words.append(word)
    return Named(day, newest, tuple(words))


def _day_named(word: str, today: date) -> date | None:
    """A bare weekday is the most recent one, today included."""
    if word in ("today", "todays"):
        return today
    if word in ("yesterday", "yesterdays"):
        return today - timedelta(days=1)
    singular = word.removesuffix("s") if word.removesuffix("s") in _WEEKDAYS else word
    if singular in _WEEKDAYS:
        return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(singular)) % 7)
    try:
        return date.fromisoformat(word) if "-" in word else None
    except ValueError:
        return None


def best_fitting(entries: list[tuple[TimeEntry, EntryFact]], words: tuple[str, ...]) -> list[TimeEntry]:
    """Those that every word fits; of these, the ones with a name that is just that: "Apollo", not "Apollo Web"."""
    if not words:
        return [entry for entry, _ in entries]
    fitting = [(entry, list(_texts(fact))) for entry, fact in entries if fits(_words_of(fact), words)]
    wanted = sorted(words)
    exact = [entry for entry, texts in fitting if any(sorted(words_of(text)) == wanted for text in texts)]
    return exact or [entry for entry, _ in fitting]


def fits(known: set[str], words: tuple[str, ...]) -> bool:
    """Every word is there: as it is, as a beginning (three letters or more), or with a typing error."""
    return all(
        word in known
        or any(
            (len(word) >= 3 and one.startswith(word)) or (len(word) >= 4 and fuzz.ratio(word, one) >= CLOSE)
            for one in known
        )
        for word in words
    )


def _texts(fact: EntryFact) -> Iterator[str]:
    yield from (text for text in (fact.description, fact.project, fact.task, fact.client, *fact.tags) if text)


def _words_of(fact: EntryFact) -> set[str]:
    return {word for text in _texts(fact) for word in words_of(text)}


def words_of(text: str) -> list[str]:
    return [word for word in _WORD.findall(folded(text)) if word not in _FILLERS]


def folded(text: str) -> str:
    """Without case and accents, possessive endings dropped."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"['’]s\b", "", plain.casefold())
