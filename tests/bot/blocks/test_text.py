"""Text from people, made safe and short; times that each reader sees in their own zone."""

from datetime import date

import pytest

from clankerbot_bot.blocks.summaries import period_said
from clankerbot_bot.blocks.text import cut, cut_marked, escape, line, safe, said, shortened, span_said, span_tokens
from clankerbot_bot.words import ENGLISH, GERMAN
from clankerbot_engine.reports.facts import SummaryFact
from tests.bot.blocks.samples import at


def test_only_what_slack_reads_is_escaped() -> None:
    assert escape("<!channel> & \"quotes\" 'too'") == "&lt;!channel&gt; &amp; \"quotes\" 'too'"


def test_marks_are_kept_from_pairing_up() -> None:
    shown = safe("*bold* ~gone~")
    assert shown.replace("\u2060", "") == "*bold* ~gone~"
    assert "\u2060*\u2060bold\u2060*\u2060" in shown


def test_what_runs_right_to_left_is_isolated_and_the_rest_is_not() -> None:
    assert safe("פרויקט") == "\u2068פרויקט\u2069"
    assert safe("Apollo") == "Apollo"


def test_an_override_and_line_breaks_are_taken_out() -> None:
    assert line("Apollo\u202e\nMission\t\x07Control") == "Apollo Mission Control"
    assert said("a\nb <c>") == "a b &lt;c&gt;"


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Apollo", 6, "Apollo"),
        ("Apollo Mission", 8, "Apollo…"),
        ("👍🏽👍🏽", 7, "👍🏽…"),
        ("👩‍👩‍👧", 5, "…"),
        ("abe\u0301f", 4, "ab…"),
    ],
)
def test_a_text_is_cut_between_visible_characters(text: str, most: int, shown: str) -> None:
    assert cut(text, most) == shown


def test_mrkdwn_is_cut_neither_within_an_entity_nor_within_a_date() -> None:
    assert cut_marked("aaa &amp; b", 8) == "aaa…"
    assert cut_marked("aaa <!date^1^{time}|09:00> b", 15) == "aaa…"
    assert cut_marked("short", 15) == "short"


def test_shortened_counts_as_utf_16_does() -> None:
    assert shortened("👍👍👍", 5) == "👍👍"
    assert shortened("abc", 5) == "abc"


def test_times_are_in_the_reader_s_zone_with_a_fallback_in_the_person_s() -> None:
    start, end = at(25, 9), at(25, 11)
    seconds = int(start.timestamp())
    assert span_tokens(start, end, ENGLISH) == (
        f"<!date^{seconds}^{{date_short_pretty}}|Wed 25 Nov>, <!date^{seconds}^{{time}}|09:00>"
        f"–<!date^{seconds + 7200}^{{time}}|11:00>"
    )


def test_over_midnight_the_end_has_its_day() -> None:
    assert span_said(at(25, 23), at(26, 1), GERMAN) == "Mi., 25. Nov., 23:00 – Do., 26. Nov., 01:00"
    assert "Thu 26 Nov" in span_tokens(at(25, 23), at(26, 1), ENGLISH)


def test_a_running_timer_has_a_beginning_only() -> None:
    assert span_said(at(25, 9), None, ENGLISH) == "since Wed 25 Nov, 09:00"


@pytest.mark.parametrize(
    ("first", "said"),
    [(date(2025, 12, 31), "Wed 31 Dec 2025 – Thu 31 Dec 2026"), (date(2026, 12, 30), "Wed 30 Dec – Thu 31 Dec 2026")],
)
def test_a_period_over_two_years_names_both(first: date, said: str) -> None:
    last = date(2026, 12, 31)
    fact = SummaryFact(from_=first, to=last, group_by="project", total_s=0, billable_s=0, entries=0, rows=())
    assert period_said(fact, ENGLISH) == said
