"""What is marked as itself: tags, billable or not, quotes, Slack's mentions, grouping, whose hours."""

from dataclasses import dataclass
from typing import Literal, cast

from clankerbot_engine.parsing.phrases import longest
from clankerbot_engine.parsing.recognizers import date_ranges, durations
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.reports.facts import GroupBy

_NONE: frozenset[str] = frozenset()
_MAX_QUOTE = 400
_MAX_TAGS = 20
_MAX_TAG_WORDS = 5


@dataclass(frozen=True, slots=True)
class TagNames:
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Billable:
    value: bool


@dataclass(frozen=True, slots=True)
class Quote:
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Slack writes `<#C123|general>` and `<@U123>`; typed by hand, `#general` is a tag until a channel is due."""

    kind: Literal["channel", "user", "group"]
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Away:
    """Days that were not worked, and what they are called."""

    name: str


@dataclass(frozen=True, slots=True)
class Grouping:
    by: GroupBy


def recognize_sign(scan: Scan, i: int) -> Match[TagNames] | None:
    """`#code-review`, `@meeting`."""
    if (
        scan.words[i] not in {"#", "@"}
        or not scan.glued[i + 1]
        or (i > 0 and scan.glued[i] and scan.words[i - 1].isalnum())
    ):
        return None
    end = _compound_end(scan, i + 1)
    if scan.numbers[i + 1] >= 0 and (end == i + 2 or scan.words[i] == "@"):  # an issue's number; a time
        return None
    return Match(i, end, TagNames((scan.source(i + 1, end),)), 2.0 * (end - i) + 1) if end > i + 1 else None


def _compound_end(scan: Scan, i: int) -> int:
    """Where a word with its hyphens, underscores and digits ends."""
    j = i
    while j < scan.size and (j == i or scan.glued[j]) and j - i < 12:
        if scan.words[j] in {"-", "_", "/", "&", "+"} and j > i and scan.glued[j + 1]:
            j += 2
        elif scan.words[j][:1].isalnum():
            j += 1
        else:
            break
    return min(j, scan.size)


def recognize_tag_list(scan: Scan, i: int) -> Match[TagNames] | None:
    """`tagged x, y`, `with tags a and b`, `tag code review` (one name of several words only if it is known)."""
    language = scan.language
    lead = longest(language.tag_lead_phrases.start, scan.words, i, scan.size, _NONE)
    if lead is None:
        return None
    names: list[str] = []
    j = end = lead[1]
    if scan.words[j] in language.last_entry_words:  # "and tag it travel"
        j += 1
        j = j + 1 if scan.words[j] in language.become_words else j
    if lead[1] == i + 1 and scan.numbers[j] >= 0 and scan.tag_end(j) is None:
        return None  # "Workshop Tag 2"
    while j < scan.size and len(names) < _MAX_TAGS:
        j = scan.skip(j, "#")
        after = scan.tag_end(j) or _compound_end(scan, j)
        if after == j or (after == j + 1 and scan.tag_end(j) is None and _leads_on(scan, j)):
            break
        names.append(scan.source(j, after))
        j = end = after
        k = scan.skip(j, ",", "+")
        k = k + 1 if scan.words[k] in language.and_words else k
        marks = scan.words[k] in language.billable_phrases.openers and scan.tag_end(k) is None
        if k == j and scan.tag_end(j) is not None:  # "tags travel urgent"
            continue
        if k == j or scan.numbers[k] >= 0 or scan.words[k] in language.fillers or marks:
            break
        j = k
    return Match(i, end, TagNames(tuple(names)), 2.0 * (end - i) + 1) if names else None


def _leads_on(scan: Scan, i: int) -> bool:
    """A word that leads to something else: "as a tag to my last entry", "per tag for May"."""
    language, word = scan.language, scan.words[i]
    return (
        word in language.the_words
        or word in language.pronouns
        or word in language.until_words
        or word in language.work_prepositions
        or word in language.from_words
    )


def recognize_tag_before_noun(scan: Scan, i: int) -> Match[TagNames] | None:
    """`..., urgent tag`: a known tag before the noun at `i`."""
    for start in range(max(0, i - _MAX_TAG_WORDS), i):
        if scan.tag_end(start) == i:
            return Match(start, i + 1, TagNames((scan.source(start, i),)), 2.0 * (i + 1 - start) + 1)
    return None


def recognize_named_tag(scan: Scan, i: int) -> Match[TagNames] | None:
    """`the urgent tag`: a known tag, or one word that says nothing else."""
    language = scan.language
    end = scan.tag_end(i + 1) or (i + 2 if scan.bases[i + 1] not in language.vocabulary else i + 1)
    if end == i + 1 or scan.words[end] not in language.tag_nouns or not scan.words[i + 1][:1].isalnum():
        return None
    return Match(i, end + 1, TagNames((scan.source(i + 1, end),)), 2.0 * (end + 1 - i) + 1)


def recognize_billable(scan: Scan, i: int) -> Match[Billable] | None:
    found = longest(scan.language.billable_phrases.start, scan.words, i, scan.size, _NONE)
    if found is None:
        return None
    meaning, end = found
    if scan.words[i] == "$" and (scan.numbers[end] >= 0 or (scan.glued[i] and scan.numbers[i - 1] >= 0)):  # a price
        return None
    value, j = meaning == "billable", scan.skip(end, ":", "=")
    answers = scan.language.yes_words | scan.language.no_words
    if j > end and scan.words[j] in answers:  # "billable: no"
        value, end = value == (scan.words[j] in scan.language.yes_words), j + 1
    return Match(i, end, Billable(value), 2.0 * (end - i))


def billable_within(scan: Scan, start: int, end: int) -> bool | None:
    """What the words of another reading say of it: `2 non-billable hours`."""
    openers = scan.language.billable_phrases.openers
    marks = (recognize_billable(scan, i) for i in range(start, end) if scan.words[i] in openers)
    return next((mark.value.value for mark in marks if mark is not None), None)


def recognize_quote(scan: Scan, i: int) -> Match[Quote] | None:
    """Straight or curly, double or single; a single one must not stand within a word."""
    sign = scan.words[i]
    if sign not in {'"', "'"} or (sign == "'" and scan.glued[i]):
        return None
    closing = scan.closing_quote(i)
    if closing is None or closing == i + 1 or closing - i > _MAX_QUOTE:
        return None
    length = durations.duration_at(scan, i + 1)
    if length is not None and length[1] == closing:  # log "2h"
        return None
    return Match(i, closing + 1, Quote(scan.source(i + 1, closing)), 2.0 * (closing + 1 - i) + 1)


def recognize_away(scan: Scan, i: int) -> Match[Away] | None:
    """Beside a day: `on leave Mon-Wed`, `Monday: off sick`."""
    found = longest(scan.language.away_phrases.start, scan.words, i, scan.size, scan.language.articles)
    if found is None:
        return None
    end = found[1]
    after = scan.skip(scan.skip(end, ":"), *scan.language.day_prepositions)
    before = scan.words[i - 1] if scan.words[i - 1] != ":" else scan.words[i - 2]
    language = scan.language
    days = (language.weekdays, language.relative_days, language.calendar_units)
    said_before = i > 0 and any(before in words for words in days)
    if not said_before and date_ranges.recognize(scan, after) is None:
        return None
    first = i + 1 if scan.words[i] in scan.language.work_prepositions else i
    return Match(i, end, Away(scan.source(first, end)), 2.0 * (end - i) + 1)


def recognize_mention(scan: Scan, i: int) -> Match[Mention] | None:
    if i >= scan.size or scan.kinds[i] != "mention":
        return None
    raw = scan.written(i)
    kinds: dict[str, Literal["channel", "user", "group"]] = {"#": "channel", "@": "user", "!": "group"}
    target, _, name = raw[2:-1].partition("|")
    return Match(i, i + 1, Mention(kinds[raw[1]], target, name or target), 3.0)


def recognize_grouping_end(scan: Scan, i: int) -> Match[Grouping] | None:
    """`client wise`, `person-wise`: what it is parted by stands before the word at `i`."""
    j = i - 2 if i > 1 and scan.words[i - 1] == "-" and scan.glued[i] else i - 1
    by = scan.language.groupings.get(scan.words[j]) if j >= 0 else None
    return Match(j, i + 1, Grouping(cast(GroupBy, by)), 2.0 * (i + 1 - j)) if by is not None else None


def recognize_grouping_adverb(scan: Scan, i: int) -> Match[Grouping] | None:
    by = scan.language.grouping_adverbs[scan.words[i]]
    return Match(i, i + 1, Grouping(cast(GroupBy, by)), 2.0)


def recognize_grouping(scan: Scan, i: int) -> Match[Grouping] | None:
    """`by project`, `per day`, `grouped by tag`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.grouped_words else i
    if scan.words[j] not in language.grouping_leads:
        return None
    k = j + 1
    by = language.groupings.get(scan.words[k])
    return Match(i, k + 1, Grouping(cast(GroupBy, by)), 2.0 * (k + 1 - i)) if by is not None else None
