"""A summary in the words of a language, to be drawn as a picture."""

from clankerbot_bot.blocks.changes import before_said, claim_said, target_said
from clankerbot_bot.blocks.summaries import period_said, shares_of, whose
from clankerbot_bot.words import Words
from clankerbot_engine.actions import Summary
from clankerbot_engine.reports.facts import SummaryFact
from clankerbot_engine.reports.sheet import Sheet, SheetDay, SheetRow


def summary_sheet(action: Summary, fact: SummaryFact, words: Words) -> Sheet:
    shares = shares_of(fact, words)
    compared = fact.before is not None and fact.group_by != "day"
    beside = (words.before_axis, "±") if compared else ()
    facts = [words.entries(fact.entries)] if fact.entries else []
    if action.billable is None and fact.billable_s:
        facts.append(f"{words.length(fact.billable_s)} {words.billable}")
    if fact.before is not None and fact.before.total_s:
        facts.append(f"{words.length(fact.before.total_s)} {before_said(fact.before, words)}")
    before_s = fact.before.total_s if fact.before is not None and compared else None
    return Sheet(
        title=" ".join([words.length(fact.total_s), *target_said(fact, words)]),
        about=" · ".join([period_said(fact, words), *whose(action, words)]),
        facts=" · ".join(facts),
        sentences=tuple(claim_said(claim, fact, words, plain=True) for claim in fact.claims),
        columns=(words.columns[fact.group_by], words.duration_label, "%", *beside),
        rows=tuple(_row(share.name, share.seconds, fact.total_s, share.before, words) for share in shares),
        total=_row(words.total, fact.total_s, fact.total_s, before_s, words),
        legend=(words.now_axis, words.before_axis),
        by_day=words.group_by["day"],
        days=tuple(
            SheetDay(f"{words.weekdays[day.date.weekday()]} {day.date.day}", day.duration_s) for day in fact.days
        ),
        more=words.more,
        nothing=words.nothing_logged,
    )


def _row(name: str, seconds: int, whole_s: int, before_s: int | None, words: Words) -> SheetRow:
    length, share = words.length(seconds), words.percent(seconds, whole_s)
    if before_s is None:
        return SheetRow(name, seconds, length, share)
    return SheetRow(name, seconds, length, share, before_s, words.length(before_s), words.change(seconds - before_s))
