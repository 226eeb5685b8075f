"""Days: the most recent one that fits, since a log speaks of the past. Today is Wednesday, 13 May 2026."""

from datetime import date, datetime

import pytest

from clankerbot_engine.catalogue import read_catalogue
from clankerbot_engine.parsing.dates import easter
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import BERLIN, NOW, asked, fields, read, read_one


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-05-13"),
        ("yesterday", "2026-05-12"),
        ("tomorrow", "2026-05-14"),
        ("the day before yesterday", "2026-05-11"),
        ("two days before yesterday", "2026-05-10"),
        ("2 days ago", "2026-05-11"),
        ("a couple of days ago", "2026-05-11"),
        ("a week ago", "2026-05-06"),
        ("three weeks ago", "2026-04-22"),
        ("1 month ago", "2026-04-13"),
        ("two Fridays ago", "2026-05-01"),
        ("tonight", "2026-05-13"),
        ("this morning", "2026-05-13"),
        ("last night", "2026-05-12"),
        ("yesterday afternoon", "2026-05-12"),
        ("on Wednesday", "2026-05-13"),
        ("on Thursday", "2026-05-07"),
        ("Mon", "2026-05-11"),
        ("last Wednesday", "2026-05-06"),
        ("last Tuesday", "2026-05-12"),
        ("this Monday", "2026-05-11"),
        ("next Monday", "2026-05-18"),
        ("Monday last week", "2026-05-04"),
        ("last week Monday", "2026-05-04"),
        ("Friday of last week", "2026-05-08"),
        ("Tuesday two weeks ago", "2026-04-28"),
        ("the 3rd", "2026-05-03"),
        ("the 20th", "2026-04-20"),
        ("on the 31st", "2026-03-31"),
        ("5 May", "2026-05-05"),
        ("5th of May", "2026-05-05"),
        ("May 5", "2026-05-05"),
        ("May 5th, 2025", "2025-05-05"),
        ("the fifth of May", "2026-05-05"),
        ("May twenty-fifth", "2025-05-25"),
        ("Dec 24", "2025-12-24"),
        ("24. Dec.", "2025-12-24"),
        ("24-Dec-25", "2025-12-24"),
        ("24/Dec/2025", "2025-12-24"),
        ("2026-05-04", "2026-05-04"),
        ("2026/5/4", "2026-05-04"),
        ("2026.05.04", "2026-05-04"),
        ("4.5.2026", "2026-05-04"),
        ("04.05.26", "2026-05-04"),
        ("17/4", "2026-04-17"),
        ("4/17", "2026-04-17"),
        ("4/17/2026", "2026-04-17"),
        ("Friday the 8th", "2026-05-08"),
        ("Friday, May 8", "2026-05-08"),
        ("Fri 8 May 2026", "2026-05-08"),
        ("the first Monday of May", "2026-05-04"),
        ("second Tuesday of last month", "2026-04-14"),
        ("the last day of April", "2026-04-30"),
        ("29 February 2024", "2024-02-29"),
        ("29 February", "2024-02-29"),
        ("this past Friday", "2026-05-08"),
        ("earlier today", "2026-05-13"),
        ("a fortnight ago", "2026-04-29"),
        ("a week ago Monday", "2026-05-04"),
        ("two weeks ago on Friday", "2026-05-01"),
        ("a week ago yesterday", "2026-05-05"),
        ("Friday before last", "2026-05-01"),
        ("Friday of the week before last", "2026-05-01"),
        ("the 20th of last month", "2026-04-20"),
        ("the 5th of this month", "2026-05-05"),
        ("April 22 last year", "2025-04-22"),
        ("April 22nd of this year", "2026-04-22"),
        ("the morning of May 5", "2026-05-05"),
        ("21.04", "2026-04-21"),
        ("20260430", "2026-04-30"),
        ("2026-W19-5", "2026-05-08"),
        ("the first of the month", "2026-05-01"),
        ("3rd last month", "2026-04-03"),
        ("last month on the 3rd", "2026-04-03"),
        ("last working day", "2026-05-12"),
        ("the previous business day", "2026-05-12"),
        ("the first working day of the month", "2026-05-01"),
        ("the last working day of last month", "2026-04-30"),
        ("last workday of February", "2026-02-27"),
        ("Monday of week 19", "2026-05-04"),
        ("Monday W19", "2026-05-04"),
        ("week 19 Monday", "2026-05-04"),
        ("last Tuesday the 5th", "2026-05-05"),
        ("Christmas Eve", "2025-12-24"),
        ("Good Friday", "2026-04-03"),
        ("Easter Monday", "2026-04-06"),
        ("New Year's Day", "2026-01-01"),
        ("Monday next week", "2026-05-18"),
        ("next week on Monday", "2026-05-18"),
        ("Mon (4 May)", "2026-05-04"),
        ("4 May (Mon)", "2026-05-04"),
        ("4/5 (Mon)", "2026-05-04"),
        ("3d ago", "2026-05-10"),
        ("26-05-04", "2026-05-04"),
        ("14-04-26", "2026-04-14"),
        ("yest", "2026-05-12"),
        ("yesteday", "2026-05-12"),
        ("yestarday", "2026-05-12"),
        ("mondya", "2026-05-11"),
        ("wendesday", "2026-05-13"),
        ("thrusday", "2026-05-07"),
        ("3 Febuary", "2026-02-03"),
    ],
)
def test_a_day_is_the_most_recent_that_fits(said: str, day: str) -> None:
    for text in (f"log 2h on Falcon {said}", f"{said} 2h Falcon", f"log 2h on Falcon {said}: notes"):
        action = read_one(text)
        assert (fields(action)["kind"], fields(action).get("date")) == ("log_time", day), text
        assert fields(action)["project"] == "Falcon"


def test_a_day_that_does_not_exist_is_not_made_up() -> None:
    assert "date" not in fields(read_one("log 2h on Falcon on 2026-02-30"))


def test_a_date_that_reads_two_ways_is_a_question_with_both_days() -> None:
    action = read_one("log 2h on Falcon 3/4")
    assert "date" not in fields(action)
    (need,) = action.needs
    assert need.field == "date"
    assert [choice.value for choice in need.choices] == ["2026-04-03", "2026-03-04"]


@pytest.mark.parametrize(("order", "day"), [("DMY", "2026-04-03"), ("MDY", "2026-03-04")])
def test_a_person_who_prefers_an_order_is_not_asked(order: str, day: str) -> None:
    preferences = Preferences(date_order=order)  # type: ignore[arg-type]
    action = read_one("log 2h on Falcon 3/4", preferences=preferences)
    assert (fields(action)["date"], asked(action)) == (day, [])


def test_a_date_that_reads_one_way_settles_the_others_of_the_text() -> None:
    action = fields(read_one("my hours from 3/4 to 3/17"))
    assert (action["from"], action["to"]) == ("2026-03-04", "2026-03-17")


def test_a_weekday_settles_which_number_is_the_month() -> None:
    action = read_one("log 2h on Falcon on Wednesday 4/3")  # 4 March is a Wednesday, 3 April is none
    assert (fields(action)["date"], asked(action)) == ("2026-03-04", [])


def test_same_numbers_are_no_question() -> None:
    assert fields(read_one("log 2h on Falcon 5/5"))["date"] == "2026-05-05"


def test_the_day_is_that_of_the_persons_zone() -> None:
    late = datetime(2026, 5, 13, 0, 30, tzinfo=BERLIN).astimezone(NOW.tzinfo)
    assert fields(read_one("log 2h on Falcon yesterday", now=late))["date"] == str(date(2026, 5, 12))


def test_a_period_is_no_day_and_asks_for_one() -> None:
    action = read_one("log 2h on Falcon last week")
    assert asked(action) == ["date"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("8h Helpdesk Mon-Wed", ["2026-05-11", "2026-05-12", "2026-05-13"]),
        ("8h Helpdesk on Monday and Tuesday", ["2026-05-11", "2026-05-12"]),
        ("log 6h on Falcon each day from Mon to Wed", ["2026-05-11", "2026-05-12", "2026-05-13"]),
        ("2h on Falcon yesterday and today", ["2026-05-12", "2026-05-13"]),
        ("log 4h on Falcon May 4, May 5 and May 7", ["2026-05-04", "2026-05-05", "2026-05-07"]),
    ],
)
def test_a_plan_of_days_is_an_entry_for_each(text: str, days: list[str]) -> None:
    assert [fields(action)["date"] for action in read(text)] == days


def test_days_away_are_working_days_and_the_plan_goes_on_after_them() -> None:
    actions = [fields(action) for action in read("on leave Mon-Wed, 8h Helpdesk Thu and Fri")]
    assert [(action["date"], action.get("project"), action.get("description")) for action in actions] == [
        ("2026-05-11", None, "leave"),
        ("2026-05-12", None, "leave"),
        ("2026-05-13", None, "leave"),
        ("2026-05-14", "Helpdesk", None),
        ("2026-05-15", "Helpdesk", None),
    ]
    assert {action["duration_s"] for action in actions} == {8 * 3600}


def test_a_day_away_is_logged_on_the_project_that_is_called_so() -> None:
    catalogue = read_catalogue({"projects": [{"name": "Vacation", "id": "v"}]})
    action = fields(read_one("vacation yesterday", catalogue=catalogue))
    assert (action["project"], action["date"], action["duration_s"]) == ("Vacation", "2026-05-12", 8 * 3600)


def test_telling_that_one_was_ill_is_no_entry() -> None:
    assert read_one("I was sick on Friday").kind == "unknown"


@pytest.mark.parametrize(("locale", "day"), [("de", "2026-04-03"), ("en-GB", "2026-04-03"), ("en_US", "2026-03-04")])
def test_a_locale_settles_the_order_of_a_date(locale: str, day: str) -> None:
    action = read_one("2h Falcon 3/4", preferences=Preferences(locale=locale))
    assert (fields(action)["date"], asked(action)) == (day, [])


def test_a_day_that_is_told_without_a_number_is_asked_for() -> None:
    action = read_one("2h Falcon a few days ago")
    assert fields(action) == {"kind": "log_time", "project": "Falcon", "duration_s": 7200}
    assert asked(action) == ["date"]


def test_an_ordinal_that_counts_something_is_no_day() -> None:
    assert "date" not in fields(read_one("2h on the third attempt for Falcon"))


@pytest.mark.parametrize("said", ["the other day", "recently", "mid April", "end of last month", "one day last week"])
def test_a_day_that_is_not_quite_told_is_asked_for(said: str) -> None:
    action = read_one(f"2h Falcon {said}")
    assert "date" not in fields(action)
    assert asked(action) == ["date"]


def test_a_holiday_that_describes_the_work_is_no_day() -> None:
    assert fields(read_one("2h Falcon Christmas Eve campaign"))["description"] == "Christmas Eve campaign"


@pytest.mark.parametrize("said", ["Mon/Tue/Wed", "each Monday, Tuesday and Wednesday", "Monday, Tuesday & Wednesday"])
def test_a_list_of_days_is_an_entry_for_each(said: str) -> None:
    entries = [fields(entry) for entry in read(f"2h Falcon {said}".replace("Falcon each", "each Falcon"))]
    assert [entry["date"] for entry in entries] == ["2026-05-11", "2026-05-12", "2026-05-13"]
    assert all("description" not in entry for entry in entries)


def test_easter() -> None:
    """Of the tables of the Gregorian calendar, its earliest and latest days among them."""
    days = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2038: (4, 25), 2000: (4, 23), 2019: (4, 21), 1818: (3, 22)}
    assert {year: (easter(year).month, easter(year).day) for year in days} == days


@pytest.mark.parametrize(
    "words", ["2nd level support", "3 open bugs", "24/7 alerts", "sun icons", "last minute fixes", "march invoices"]
)
def test_what_says_which_and_not_when_is_of_the_description(words: str) -> None:
    for text in (f"2h Falcon {words}", f"2h Falcon, the {words}", f"2h Falcon for {words}"):
        said = fields(read_one(text))
        assert said == {"kind": "log_time", "project": "Falcon", "description": words, "duration_s": 7200}, text


@pytest.mark.parametrize("said", ["on the 3rd", "the 3rd", "3rd"])
def test_a_day_before_what_was_done_stays_one(said: str) -> None:
    action = fields(read_one(f"2h Falcon {said} fixing the loom"))
    assert (action["date"], action["description"]) == ("2026-05-03", "fixing the loom")
