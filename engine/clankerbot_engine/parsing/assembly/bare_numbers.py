"""`90 Apollo`, `Apollo 2`: a project and a number without its unit, and nothing besides."""

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match

BARE_NUMBER = 0.7
_MOST_HOURS = 8
_LEAST_MINUTES, _MOST_MINUTES, _STEP = 10, 480, 5
_BESIDE = ProjectName | When | TagNames | Billable


def with_bare_number(clause: Clause) -> Clause | None:
    """The clause with its number read as a length: of hours if it is small, of minutes if people count in such."""
    scan = clause.scan
    if scan.index is None or clause.cue is not None:
        return None
    names = [match for match in clause.matches if isinstance(match.value, ProjectName)]
    others = [i for i in range(clause.start, clause.end) if not clause.within(i)]
    words = [i for i in others if scan.tokens[i].kind != "symbol" and scan.words[i] not in scan.language.fillers]
    if len(names) != 1 or len(words) != 1 or not all(isinstance(match.value, _BESIDE) for match in clause.matches):
        return None
    at = words[0]
    seconds = _seconds(scan.numbers[at])
    beside = at in {names[0].start - 1, names[0].end}
    if seconds is None or not beside or scan.glued[at] or scan.glued[at + 1]:
        return None
    length = Match(at, at + 1, Duration(seconds), 2.0)
    matches = sorted([*clause.matches, length], key=lambda match: match.start)
    return Clause(scan, clause.start, clause.end, matches, taken=clause.taken)


def _seconds(number: int) -> int | None:
    if 1 <= number <= _MOST_HOURS:
        return number * 3600
    counts = _LEAST_MINUTES <= number <= _MOST_MINUTES and number % _STEP == 0
    return number * 60 if counts else None
