"""`90 Apollo`, `Apollo 1.5`: a project and a number without its unit, and nothing besides; `0.3 Apollo phone call`."""

from clankerbot_engine.parsing.bare_lengths import bare_seconds
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.numbers import decimal_at
from clankerbot_engine.parsing.recognizers.relative import Lately
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match

BARE_NUMBER = 0.7
_MOST_HOURS = 8
_AMOUNTS = Duration | ClockRange | Lately
_BESIDE = ProjectName | When | TagNames | Billable


def with_bare_number(clause: Clause) -> Clause | None:
    """The clause with its number read as a length: of hours if it is small, of minutes if people count in such."""
    scan = clause.scan
    if scan.index is None or clause.cue is not None:
        return None
    names = [match for match in clause.matches if isinstance(match.value, ProjectName)]
    if len(names) != 1 or any(isinstance(match.value, _AMOUNTS) for match in clause.matches):
        return None
    beside = all(isinstance(match.value, _BESIDE) for match in clause.matches)
    others = [i for i in range(clause.start, clause.end) if not clause.within(i)]
    at = next((i for i in others if scan.numbers[i] >= 0), None)
    number = decimal_at(scan, at) if at is not None else None
    if at is None or number is None or scan.glued[at] or scan.glued[number[1]]:
        return None
    end = number[1]
    led = scan.words[end] in scan.language.work_prepositions and names[0].start == end + 1
    idle = scan.language.fillers | scan.language.took_words
    words = [i for i in others if scan.kinds[i] != "symbol" and scan.words[i] not in idle]
    rest = [i for i in words if not at <= i < end and not (led and i == end)]
    seconds = bare_seconds(number[0], most_hours=_MOST_HOURS)
    billed = at == clause.start and number[0] % 1 != 0  # "0.3 Apollo phone call"
    told = scan.words[at - 1] in scan.language.took_words and names[0].end == at - 1  # "Apollo took 45"
    placed = led or told or names[0].end == at or names[0].start == end
    if seconds is None or not placed or not (billed or (beside and not rest)):
        return None
    length = Match(at, end, Duration(seconds), 2.0)
    matches = sorted([*clause.matches, length], key=lambda match: match.start)
    return Clause(scan, clause.start, clause.end, matches, taken=clause.taken)
