"""How much is done to read a text: lines that are run are counted, and no clock is read."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from statistics import median
from types import FrameType
from typing import Any

import pytest

from clankerbot_engine import parsing
from clankerbot_engine.actions import MAX_TEXT
from clankerbot_engine.catalogue import Catalogue, Project, Task
from clankerbot_engine.parsing import parse
from clankerbot_engine.parsing.tokens import MOST_TOKENS, tokenize
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import BERLIN, CATALOGUE, NOW

REPEATED = [
    "2h ",
    "2h on Falcon, ",
    "and ",
    "log ",
    "a ",
    "please ",
    "monday ",
    "9-11 ",
    "1:",
    "/",
    '"',
    "'",
    "#a ",
    "the ",
    "last ",
    "and a half ",
    "5/6 ",
    "every ",
    "stop and ",
    "start Falcon and ",
    "in ",
    "x ",
    "10 ",
    "half ",
    "to ",
    "log 2h: ",
    "2h,",
    "with tags a, ",
    "\n",
    "remind me to ",
    "thanks ",
    "?",
    "(",
    "show my ",
    "edit my last entry to ",
    "- ",
    "from 9 to ",
    "since monday ",
    "🙂",
    "on falcom ",
    "delete entry ",
    "Garden Birch ",
    "not billable ",
    "what did ",
    "since 2h ",
    "all of ",
    "all day ",
    "every other friday ",
    "on the 1st of the month ",
    "Ben: ",
    ":tada: ",
    "(2h ",
    "add 15 min to my last entry ",
    "yesterday's standup should be ",
    "20 min before ",
    "half an hour after ",
    "13, 14 and ",
    "a day and ",
    "may 5 monday ",
    "3h minus ",
    "lastweek ",
    "10 h 10 ",
    "gestern ",
    "seit 2 Stunden ",
    "am 3. ",
    "- 2h\n",
    "1. 2h\n2. ",
]


def lines_run(text: str, catalogue: Catalogue = CATALOGUE, locale: str = "en") -> int:
    count = 0

    def on_event(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        parse(text, now=NOW, timezone=BERLIN, catalogue=catalogue, preferences=Preferences(locale=locale))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("repeated", REPEATED)
def test_work_grows_with_the_length_of_the_text_and_no_faster(repeated: str) -> None:
    """Up to as many tokens as are looked at, and then up to the longest text that is taken."""
    parse(repeated * 3, now=NOW, timezone=BERLIN, catalogue=CATALOGUE)  # the automata are made when first used
    in_all = max(1, MOST_TOKENS * 60 // max(1, len(tokenize(repeated * 60))))
    assert lines_run(repeated * in_all) <= 2.15 * lines_run(repeated * (in_all // 2)) + 500
    cut = [(repeated * MAX_TEXT)[:length] for length in (MAX_TEXT // 2, MAX_TEXT)]
    assert lines_run(cut[1]) <= 2.15 * lines_run(cut[0]) + 500


_PLACES = (
    *("Amber", "Basalt", "Cedar", "Dune", "Ember", "Fjord", "Granite", "Harvest", "Indigo", "Juniper", "Kelp"),
    *("Lagoon", "Meadow", "Nectar", "Opal", "Prairie"),
)
_WORK = (
    *("Portal", "Shop", "Engine", "Migration", "Design", "Survey", "Backend", "Mobile", "Archive", "Campaign"),
    *("Audit", "Training", "Pilot", "Hub"),
)
_SMALL, _LARGE = (
    Catalogue(
        projects=tuple(
            Project(
                name=f"{_PLACES[n % len(_PLACES)]} {_WORK[n // len(_PLACES) % len(_WORK)]} {n}",
                id=f"p{n}",
                client=f"Client {n % 7}",
                tasks=tuple(Task(name=f"{name} {n}", id=f"{name}{n}") for name in ("Build", "Review", "Plan", "Test")),
            )
            for n in range(size)
        )
    )
    for size in (40, 10_000)
)

_OF_ONE_WORD = 3 * 10_000 // len(_WORK)
"""Those with one word of the name may be looked at, a few times; all of them may not."""


@pytest.mark.parametrize(
    "text",
    [
        "2h on Amber Portal 0 yesterday",
        "start Basalt Shop 17",
        "my hours for April 3 - April 9",
        "every friday at 5pm post my week here",
        "how much did I log for the client Client 3 last month?",
        "how much did Ben log last week",
        "set the task of my last entry to Review 17",
        "move my last entry to Dune Engine 35",
        "2h on Ambre Portal 0",
        "1h Basalt Shpo 17: sketches",
        "45m on plumbing with the whole crew",
        "that was a great meeting, thanks",
    ],
)
def test_ten_thousand_projects_take_little_more_work_than_forty(text: str) -> None:
    for catalogue in (_SMALL, _LARGE):
        lines_run(text, catalogue)  # what the index makes when first asked, and what it keeps of misspelt names
    assert lines_run(text, _LARGE) - lines_run(text, _SMALL) < _OF_ONE_WORD


USUAL = [
    "log 2h on Amber Portal 0",
    "Amber Portal 0 45m: sketches for the landing page #design",
    "9-11:30 Basalt Shop 17",
    "worked on Basalt Shop 17 from 1pm until 3 on Monday",
    "log the last 40 minutes on Dune Engine 35",
    "2h on Amber Portal 0, 30m standup and 1h code review on Basalt Shop 17 yesterday",
    "start Amber Portal 0",
    "stop at 5:30pm",
    "what am I working on",
    "summary this week by project",
    "how much did I log on Amber Portal 0 last month?",
    "set my last entry to 2h",
    "undo",
    "every friday at 5pm post my week here",
    "thanks, that was a great meeting",
]


MOST_LINES = 2_700
"""In the middle; 2,320 when this was written, at about 150 us."""


def test_a_usual_text_takes_no_more_work_than_it_did() -> None:
    """A new way to say something costs every text a little; where this fails, ask for it at fewer places."""
    for text in USUAL:
        lines_run(text, _SMALL)
    assert median(lines_run(text, _SMALL) for text in USUAL) < MOST_LINES


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(parsing.__path__, f"{parsing.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value


def backtracks(parsed: Iterable[Any], *, repeated: bool = False) -> bool:
    """Whether something of any length is repeated within what is, and may be parted in exponentially many ways."""
    for operation, value in parsed:
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            unbounded = value[1] > MAX_TEXT
            if (repeated and unbounded) or backtracks(value[2], repeated=repeated or unbounded):
                return True
        elif name == "POSSESSIVE_REPEAT":  # what it took it never gives back
            if backtracks(value[2]):
                return True
        elif name in {"SUBPATTERN", "BRANCH", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"}:
            inner = value[1] if name == "BRANCH" else [value] if name == "ATOMIC_GROUP" else [value[-1]]
            if any(backtracks(each, repeated=repeated) for each in inner):
                return True
    return False


@pytest.mark.parametrize(("name", "pattern"), list(patterns()))
def test_no_pattern_backtracks_exponentially(name: str, pattern: re.Pattern[str]) -> None:
    assert not backtracks(importlib.import_module("re._parser").parse(pattern.pattern, pattern.flags))


@pytest.mark.parametrize("pattern", ["(a+)+b", "(?:a|b+)*c", "(?:a*,)*x", "(?=(a+)*)b"])
def test_a_pattern_that_may_is_found(pattern: str) -> None:
    assert backtracks(importlib.import_module("re._parser").parse(pattern))
