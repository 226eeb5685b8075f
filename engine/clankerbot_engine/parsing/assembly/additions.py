"""What is added to the description that an entry has: `add "with Maria" to the note of my last entry`."""

from clankerbot_engine.parsing.assembly.entry_words import means_entry
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Quote, TagNames
from clankerbot_engine.parsing.recognizers.when import When


def appends(clause: Clause) -> bool:
    """The command's verb adds; whether to a description, or tags or time, is for the rest to say."""
    return clause.cue is not None and clause.verb in clause.scan.language.appending_words


def parts_of_addition(clause: Clause) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The tokens of the entry meant, and of what is added; None where something else is added, or nobody says where."""
    scan, language, cue = clause.scan, clause.scan.language, clause.cue
    if cue is None or not appends(clause) or any(isinstance(m.value, Duration | TagNames) for m in clause.matches):
        return None
    quoted = {i for m in clause.matches if isinstance(m.value, Quote) for i in range(m.start, m.end)}
    free = [i for i in range(cue.start, clause.end) if i not in quoted]
    opening = {":", *language.that_words}
    opens = next((i for i in free if i >= cue.end and scan.words[i] in opening), None)
    by = next((i for i in free if scan.words[i] in language.by_words and i + 1 in quoted), None)
    if opens is None and by is not None:  # "ergänze die Notiz um ..."
        meant, added = (cue.end, by), (by, clause.end)
    else:
        until = clause.end if opens is None else opens
        until = until - 1 if scan.words[until - 1] in language.particles else until
        leads = (language.become_words | language.name_prepositions) - {":", "="}
        to = next((i for i in reversed(free) if i < until and scan.words[i] in leads), None)
        if to is None:
            return None
        meant, added = (to + 1, until), ((cue.start, to) if opens is None else (opens, clause.end))
    says = any(language.edit_fields.get(scan.words[i]) == "description" for i in free if i < meant[1])
    of_entry = means_entry(scan, *meant) and (says or bool(quoted))
    return (meant, added) if of_entry or _is_of_a_description(clause, *meant) else None


def without_particle(clause: Clause) -> Clause:
    """`füge ... hinzu`, `füge eine Notiz hinzu: ...`: the verb's other half."""
    scan, particles = clause.scan, clause.scan.language.particles
    if not appends(clause) or scan.present.isdisjoint(particles):
        return clause
    for i in range(clause.end - 1, clause.start, -1):
        if scan.words[i] in particles and not clause.within(i) and (i == clause.end - 1 or scan.words[i + 1] == ":"):
            clause.use_tokens(i, i + 1, "kind")
            return clause
    return clause


def _is_of_a_description(clause: Clause, start: int, end: int) -> bool:
    """`the note`, `the description of yesterday's standup`, `yesterday's standup`; else it may be a list."""
    scan, language = clause.scan, clause.scan.language
    idle = language.the_words | language.possessives | language.last_entry_words
    first = next((scan.words[i] for i in range(start, end) if scan.words[i] not in idle), "")
    owned = {m.end - 1 for m in clause.matches if isinstance(m.value, When)}
    dated = any(i in owned and scan.norms[i].endswith("'s") for i in range(start, end))
    return dated or language.edit_fields.get(first) == "description"
