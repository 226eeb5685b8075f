"""`the whole day`: a day to a report, and to work a length, that of the person's working hours."""

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.durations import Duration, duration_at
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan


def day_length(scan: Scan, match: Match[object]) -> int | None:
    """Seconds, where the words of a day are those of a length too."""
    if not isinstance(match.value, When) or scan.words[match.end - 1] not in scan.language.day_nouns:
        return None
    length = duration_at(scan, match.start)
    return length[0] if length is not None and length[1] == match.end else None


def with_day_lengths(clause: Clause) -> Clause:
    """The clause with such words read as lengths."""
    scan = clause.scan
    lengths = {match.start: seconds for match in clause.matches if (seconds := day_length(scan, match))}
    if not lengths:
        return clause
    matches = [
        Match(match.start, match.end, Duration(lengths[match.start]), match.weight) if match.start in lengths else match
        for match in clause.matches
    ]
    return Clause(scan, clause.start, clause.end, matches, clause.cue, clause.used, clause.taken)
