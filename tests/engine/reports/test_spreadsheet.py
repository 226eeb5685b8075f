"""A summary as CSV: numbers that add up, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from clankerbot_engine.actions import EntryFact
from clankerbot_engine.reports.facts import SummaryFact
from clankerbot_engine.reports.spreadsheet import as_csv, entries_csv, harmless


def fact(**changed: object) -> SummaryFact:
    return SummaryFact.model_validate(
        {
            "from": "2026-11-23",
            "to": "2026-11-29",
            "group_by": "project",
            "total_s": 5400,
            "billable_s": 0,
            "entries": 1,
            "rows": [{"id": "a", "name": "=1+1", "duration_s": 5400, "billable_s": 0}],
            **changed,
        }
    )


def test_csv_holds_no_formulas() -> None:
    lines = as_csv(fact()).split("\r\n")
    assert lines == ["project,hours,seconds,billable hours", "'=1+1,1.50,5400,0.00", "total,1.50,5400,0.00", ""]


def test_what_is_gone_stands_beside_what_is_there() -> None:
    before = {
        "from": "2026-11-16",
        "to": "2026-11-22",
        "unit": "week",
        "total_s": 4500,
        "rows": [{"id": "a", "name": "=1+1", "duration_s": 900}, {"id": "b", "name": "Hermes", "duration_s": 3600}],
    }
    lines = as_csv(fact(before=before)).splitlines()
    assert lines[0] == "project,hours,seconds,billable hours,hours before,seconds before"
    assert lines[1:] == [
        "'=1+1,1.50,5400,0.00,0.25,900",
        "Hermes,0.00,0,,1.00,3600",
        "total,1.50,5400,0.00,1.25,4500",
    ]


def test_an_entry_is_a_line_with_its_local_times() -> None:
    entry = EntryFact.model_validate(
        {
            "id": "e1",
            "user": "Ada",
            "project": "=Apollo",
            "description": "a, b\n@c",
            "tags": ["x", "y"],
            "billable": True,
            "start": "2026-11-23T09:00:00+01:00",
            "end": "2026-11-23T10:30:01+01:00",
            "duration_s": 5401,
        }
    )
    titles, line, *_ = csv.reader(io.StringIO(entries_csv([entry])))
    told = dict(zip(titles, line, strict=True))
    assert (told["date"], told["start"], told["end"]) == ("2026-11-23", "09:00:00", "10:30:01")
    assert (told["hours"], told["seconds"], told["billable"]) == ("1.50", "5401", "yes")
    assert (told["project"], told["description"], told["tags"]) == ("'=Apollo", "a, b\n'@c", "x, y")


@pytest.mark.parametrize("name", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1", "\n=cmd"])
def test_what_begins_like_a_formula_begins_with_a_quote(name: str) -> None:
    assert harmless(name).startswith("'")
    assert harmless(name).replace("'", "") == name


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["a;=1", "a; @x", "a\t+1", 'a;"-1', 'a;""=1', "a\r\n=1", "a,=1"])
def test_no_formula_stands_behind_what_parts_cells_elsewhere(name: str, delimiter: str) -> None:
    """Excel opens a file at the semicolons in Germany, and at the commas in the United States."""
    entry = EntryFact.model_validate({"id": "e", "start": "2026-11-23T09:00:00Z", "project": name, "description": name})
    rows = [{"name": name, "duration_s": 0}]
    for table in (as_csv(fact(rows=rows)), entries_csv([entry])):
        cells = [cell for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter) for cell in row]
        assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("name", ["Apollo", "A=1", "", "   ", "Müller, “GmbH”", "1-2", "a; b-c", "a, -b"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert harmless(name) == name
