"""Names that stand in the text as the catalogue (or the person's aliases) has them, case and accents aside."""

from dataclasses import dataclass

from clankerbot_engine.parsing.name_index import Known, Words
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.parsing.spelling import nearest

_MOST_ALIKE = 256
"""Names that begin alike: of more no slip is looked for."""
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
        return _mended(scan, i) or _misspelt(scan, i)
    known, end = found
    return Match(i, end, ProjectName(tuple(known)), 2.0 * (end - i) + 0.7)


def _mended(scan: Scan, i: int) -> Match[ProjectName] | None:
    """`firday demo`: the slip was in a word of the grammar."""
    if scan.index is None or scan.words[i] == scan.bases[i]:
        return None
    found = scan.index.longest_at(scan.words, i)
    if found is None or found[1] == i + 1:
        return None
    return Match(i, found[1], ProjectName(tuple(found[0]), exact=False), 2.0 * (found[1] - i) + 0.6)


def _misspelt(scan: Scan, i: int) -> Match[ProjectName] | None:
    """`daily stanup` for Daily Standup: it begins as a name does, and goes on with a slip of that name's word.

    The first word may be one of the grammar's; the others of the text, but for the slip, are the name's.
    """
    index = scan.index
    if index is None or not (_is_strange(scan, i + 1) or _is_strange(scan, i + 2)):
        return None
    beginning = index.by_word.get(scan.bases[i], ())
    if len(beginning) > _MOST_ALIKE:
        return None
    meant = [known for known in beginning if known.words[0] == scan.bases[i] and _is_slip_of(scan, i, known.words)]
    if len(meant) != 1:
        return None
    end = i + len(meant[0].words)
    return Match(i, end, ProjectName((meant[0],), exact=False), 2.0 * (end - i) + 0.6)


def _is_strange(scan: Scan, i: int) -> bool:
    """A word of neither the grammar nor a name."""
    word = scan.bases[i]
    assert scan.index is not None
    return word.isalpha() and word not in scan.language.vocabulary and word not in scan.index.by_word


def _is_slip_of(scan: Scan, i: int, name: Words) -> bool:
    slips = [(scan.bases[i + at], at) for at in range(1, len(name)) if scan.bases[i + at] != name[at]]
    return len(slips) == 1 and all(
        _is_strange(scan, i + at) and nearest(word, (name[at],)) is not None for word, at in slips
    )


def person_end(scan: Scan, i: int, end: int) -> int:
    """Where somebody's name that begins at `i` ends: capitals that the grammar has no word for, up to a 's."""
    if not scan.is_like_a_name(i):
        return i
    if scan.norms[i].endswith("'s") and scan.bases[i] not in scan.language.vocabulary and i not in scan.name_starts:
        return i + 1  # "ben's"
    at = i
    while at < min(end, i + _MOST_PERSON_WORDS) and scan.written(at)[:1].isupper():
        if scan.bases[at] in scan.language.vocabulary or at in scan.name_starts:
            break
        at += 1
        if scan.norms[at - 1].endswith("'s"):
            break
    return at
