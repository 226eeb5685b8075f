"""Names that stand in the text as the catalogue (or the person's aliases) has them, case and accents aside."""

from dataclasses import dataclass

from clankerbot_engine.parsing.name_index import Known
from clankerbot_engine.parsing.scan import Match, Scan


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
