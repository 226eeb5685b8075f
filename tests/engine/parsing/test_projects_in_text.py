"""Which project a text is about, as it is written, begun, misspelt, or told by its client."""

import pytest

from clankerbot_engine.catalogue import read_catalogue
from clankerbot_engine.parsing.name_index import NameIndex
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences
from tests.engine.parsing.reading import asked, fields, read, read_one

PROJECTS = read_catalogue(
    {
        "projects": [
            {"name": "Harbor", "id": "h"},
            {"name": "Harbor App", "id": "ha"},
            {"name": "Bread and Butter", "id": "bb"},
            {"name": "Client 7", "id": "c7", "client": "Seven"},
            {"name": "Ørsted Wind", "id": "o", "client": "Blue AG"},
            {"name": "CI/CD", "id": "ci"},
            {"name": "Relaunch", "id": "r1", "client": "Alder"},
            {"name": "Relaunch", "id": "r2", "client": "Birch"},
            {"name": "Friday Demo", "id": "fd"},
            {"name": "Q1 Review", "id": "q1"},
            {"name": "June Launch", "id": "jl"},
            {"name": "Log Viewer", "id": "lv"},
            {"name": "Week-End Retreat", "id": "we"},
            {"name": "Lastmonth", "id": "lm"},
            {"name": "Old Harbor", "id": "oh", "archived": True},
        ],
        "tags": [],
    }
)


def project(text: str, preferences: Preferences = DEFAULT_PREFERENCES) -> str | None:
    action = read_one(text, catalogue=PROJECTS, preferences=preferences)
    assert action.kind == "log_time"
    return getattr(action, "project_id", None)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("harbor", "h"), ("HARBOR APP", "ha"), ("harbor-app", "ha"), ("harbor_app", "ha"), ("harbor ap", "ha"),
        ("bread & butter", "bb"), ("Bread And Butter", "bb"), ("bread &amp; butter", "bb"), ("client 7", "c7"),
        ("orsted wind", "o"), ("ci/cd", "ci"), ("ci cd", "ci"), ("friday demo", "fd"), ("Q1 review", "q1"),
        ("june launch", "jl"), ("log viewer", "lv"), ("relaunch birch", "r2"), ("alder relaunch", "r1"),
        ("harbr", "h"), ("blue ag", "o"), ("week-end retreat", "we"), ("weekend retreat", "we"), ("lastmonth", "lm"),
    ],
)  # fmt: skip
def test_a_project_is_found(said: str, found: str) -> None:
    for text in (f"log 2h on {said}", f"2h {said}", f"{said} 2h yesterday"):
        assert project(text) == found, text


@pytest.mark.parametrize("said", ["Client 8", "client 77", "Zeppelin"])
def test_what_is_no_project_is_a_question(said: str) -> None:
    action = read_one(f"log 2h on {said}", catalogue=PROJECTS)
    assert (getattr(action, "project_id", None), asked(action)) == (None, ["project"])


def test_a_part_of_an_archived_projects_name_is_not_surely_another() -> None:
    assert read_one("log 2h on Old Harbor", catalogue=PROJECTS).confidence < 0.9


def test_a_time_that_no_project_is_called_by_is_a_time() -> None:
    action = fields(read_one("log 2h on Harbor on Friday", catalogue=PROJECTS))
    assert (action["project"], action["date"]) == ("Harbor", "2026-05-08")
    both = fields(read_one("log 2h on Friday Demo on Friday", catalogue=PROJECTS))
    assert (both["project"], both["date"]) == ("Friday Demo", "2026-05-08")


def test_of_two_alike_the_one_used_last_is_taken_and_else_it_is_a_question() -> None:
    assert asked(read_one("2h relaunch", catalogue=PROJECTS)) == ["project"]
    assert project("2h relaunch", Preferences(recent_projects=("h", "r2", "r1"))) == "r2"


def test_an_alias_is_the_persons_own_name_for_a_project() -> None:
    assert project("2h hh", Preferences(aliases={"hh": "Harbor App"})) == "ha"


def test_the_default_project_is_taken_where_none_is_said() -> None:
    assert project("log 2h", Preferences(default_project="Harbor")) == "h"


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("summary for Ben", "Ben"), ("summary for Ada Berg", "Ada Berg"),
        ("Ben's hours last week", "Ben"), ("how much did Ana log last week", "Ana"),
        ("report for @ben", "ben"), ("summary for <@U42> this week", "U42"),
    ],
)  # fmt: skip
def test_a_name_that_is_no_projects_is_a_persons(text: str, user: str) -> None:
    action = fields(read_one(text, catalogue=PROJECTS))
    assert (action["kind"], action["user"], action["scope"]) == ("summary", user, "team")
    assert "project" not in action


def test_a_report_on_a_project_is_about_the_project() -> None:
    action = fields(read_one("summary for Harbor", catalogue=PROJECTS))
    assert (action["project"], action.get("user")) == ("Harbor", None)
    assert fields(read_one("summary for the team", catalogue=PROJECTS)) == {"kind": "summary", "scope": "team"}


def test_names_of_ten_thousand_projects_are_looked_up_and_not_searched() -> None:
    many = NameIndex(read_catalogue({"projects": [{"name": f"Site {n} North", "id": f"s{n}"} for n in range(10_000)]}))

    class Counting(list[str]):
        read = 0

        def __getitem__(self, at):  # type: ignore[no-untyped-def]
            Counting.read += 1
            return super().__getitem__(at)

    words = Counting(["site", "4321", "north", "", "", ""])
    found = many.longest_at(words, 0)
    assert found is not None
    assert found[0][0].project.id == "s4321"
    assert Counting.read < 10


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("2h bridge survey", "2026-014 Bridge Survey"),
        ("cph signage 2h", "CPH Airport Signage"),
        ("cph signage 2h site visit", "CPH Airport Signage"),
        ("cph signage drawings 2h", "CPH Airport Signage"),
        ("okr 1h", "OKRs"),
        ("teaching 90m", "Teaching WS26"),
    ],
)
def test_a_name_that_is_shortened_is_asked_about(text: str, project: str) -> None:
    names = ["2026-014 Bridge Survey", "CPH Airport Signage", "OKRs", "Teaching WS26"]
    catalogue = read_catalogue({"projects": [{"name": name} for name in names]})
    action = read_one(text, catalogue=catalogue)
    assert (action.model_dump()["project"], asked(action)) == (project, ["confirmed"])


def test_a_client_is_told_by_the_first_word_of_its_name() -> None:
    clients = {"p-1": "Müller GmbH", "p-2": "Aster & Söhne KG"}
    projects = [{"name": "Relaunch", "client": client, "id": id_} for id_, client in clients.items()]
    action = read_one("3h on Relaunch for Müller, wireframes", catalogue=read_catalogue({"projects": projects}))
    said = action.model_dump()
    assert (said["project_id"], said["description"], asked(action)) == ("p-1", "wireframes", [])


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("log 2h on daily stanup", "Daily Standup"),
        ("2h daily stanup", "Daily Standup"),
        ("friday dmeo 1h", "Friday Demo"),
        ("firday demo 1h", "Friday Demo"),
        ("2h log veiwer", "Log Viewer"),
        ("2h on hour of coed", "Hour of Code"),
    ],
)
def test_a_slip_in_a_name_that_begins_with_a_word_of_the_grammar(text: str, project: str) -> None:
    names = ["Daily Standup", "Friday Demo", "Log Viewer", "Hour of Code"]
    catalogue = read_catalogue({"projects": [{"name": name} for name in names]})
    action = read_one(text, catalogue=catalogue)
    assert (action.kind, action.model_dump()["project"], asked(action)) == ("log_time", project, [])


def test_a_slip_that_may_be_of_two_names_is_no_name() -> None:
    catalogue = read_catalogue({"projects": [{"name": "Daily Stamps"}, {"name": "Daily Stumps"}]})
    assert read_one("2h on daily stmps", catalogue=catalogue).needs


DESIGNS = read_catalogue(
    {
        "projects": [
            {"name": "Apollo", "tasks": ["Design", "Review"]},
            {"name": "Hermes", "tasks": ["Review", "Backend"]},
            {"name": "Support"},
        ]
    }
)


@pytest.mark.parametrize(
    ("text", "project", "task"),
    [
        ("design 2h", "Apollo", "Design"),
        ("design friday 2h", "Apollo", "Design"),
        ("2h on design", "Apollo", "Design"),
        ("start backend", "Hermes", "Backend"),
        ("1h design, 2h backend", "Apollo", "Design"),
    ],
)
def test_a_task_alone_is_its_projects_and_asked_about(text: str, project: str, task: str) -> None:
    action = read(text, catalogue=DESIGNS)[0]
    said = action.model_dump()
    assert (said["project"], said["task"], asked(action)) == (project, task, ["confirmed"])


def test_whose_task_it_is_is_asked_where_several_projects_have_it() -> None:
    action = read_one("review friday 2h", catalogue=DESIGNS)
    assert asked(action) == ["project"]
    assert [choice.value for choice in action.needs[0].choices] == ["Apollo", "Hermes"]


def test_a_task_alone_is_the_default_projects() -> None:
    action = read_one("review 2h", catalogue=DESIGNS, preferences=Preferences(default_project="Hermes"))
    said = action.model_dump()
    assert (said["project"], said["task"], asked(action)) == ("Hermes", "Review", [])


def test_beside_a_project_a_word_that_is_another_ones_task_is_a_description() -> None:
    said = [action.model_dump() for action in read("30m design, 2h Support", catalogue=DESIGNS)]
    assert [(each["project"], each["task"], each["description"]) for each in said] == [
        (None, None, "design"),
        ("Support", None, None),
    ]
