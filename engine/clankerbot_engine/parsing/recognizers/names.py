"""Names that stand in the text as the catalogue (or the person's aliases) has them, case and accents aside."""

from dataclasses import dataclass

from clankerbot_engine.parsing.name_index import Known
from clankerbot_engine.parsing.scan import Match, Scan

_MOST_PERSON_WORDS = 3


@dataclass(frozen=True, slots=True)
class ProjectName:
    """`known`: all that bear this name. `exact`: it is spelt out."""

    known: tuple[Known, ...]
    exact: bool = True


def recognize(scan: Scan, i: int) -> Match[ProjectName] | None:
    """A name outweighs a time of as many words: "Friday Demo" is no Friday."""
    found = scan.project_at(i)
    if found is None:
        return None
    known, end = found
    return Match(i, end, ProjectName(tuple(known)), 2.0 * (end - i) + 0.7)


def person_end(scan: Scan, i: int, end: int) -> int:
    """Where somebody's name that begins at `i` ends: capitals that the grammar has no word for, up to a 's."""
    if scan.norms[i].endswith("'s") and scan.bases[i] not in scan.language.vocabulary and i not in scan.name_starts:
        return i + 1  # "ben's"
    at = i
    while at < min(end, i + _MOST_PERSON_WORDS) and scan.tokens[at].raw[:1].isupper():
        if scan.bases[at] in scan.language.vocabulary or at in scan.name_starts:
            break
        at += 1
        if scan.norms[at - 1].endswith("'s"):
            break
    return at
