"""Names that come with an action, from a program or a model, against a catalogue."""

from datetime import UTC, datetime

import pytest

from clankerbot_engine.actions import ActionBase, CreateProject, CreateSchedule, LogTime, Need, StartTimer, Summary
from clankerbot_engine.catalogue import Catalogue, Project, Task, read_catalogue
from clankerbot_engine.parsing.names import BY_RECENT_USE, resolve_names
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences
from tests.engine.parsing.reading import CATALOGUE

_PLACES = ("Amber", "Basalt", "Übersee", "Dune", "Ember", "Fjord", "Granite", "Harvest", "Indigo", "Juniper")
_WORK = ("Portal", "Shop", "Engine", "Migration", "Design", "Survey", "Backend", "Straßenbau", "Archive", "Campaign")
MANY = Catalogue(
    projects=(
        *(
            Project(
                name=f"{_PLACES[n % 10]} {_WORK[n // 10 % 10]} {n // 100}",
                id=f"p{n}",
                client=f"Client {n % 97}",
                tasks=tuple(
                    Task(name=name, id=f"{name}/{n}")
                    for name in (f"Plan {n}", f"Build {n}", f"Test {n}", f"Review {n}", "Meetings")
                ),
            )
            for n in range(9_996)
        ),
        Project(name="Lighthouse", id="old", archived=True),
        Project(name="Kestrel", id="k-north", client="North Bank"),
        Project(name="Kestrel", id="k-south", client="South Bank"),
        Project(name="Onboarding", id="onboarding"),
    )
)
"""10,000 projects with 50,000 tasks, near to, whose names are made of the same few words."""


def resolve(action: ActionBase, preferences: Preferences = DEFAULT_PREFERENCES) -> ActionBase:
    return resolve_names(action, CATALOGUE, preferences)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Falcon", "p-falcon"),
        ("falcon", "p-falcon"),
        ("FALCON HEAVY", "p-heavy"),
        ("heavy falcon", "p-heavy"),
        ("Falcon Hevy", "p-heavy"),
        ("Ubersicht", "p-ueber"),
        ("STRASSENBAHN", "p-tram"),
        ("Birch Garden", "p-garden-b"),
        ("garden alder", "p-garden-a"),
        ("resarch and tools", "p-tools"),
    ],
)
def test_a_name_becomes_the_catalogues_own_with_its_id(said: str, found: str) -> None:
    action = resolve(LogTime(project=said, duration_s=60))
    assert isinstance(action, LogTime)
    assert (action.project_id, action.needs) == (found, ())
    assert action.project in {project.name for project in CATALOGUE.projects if project.id == found}


def test_an_exact_name_beats_a_near_one() -> None:
    catalogue = read_catalogue({"projects": [{"name": "apollo", "id": "1"}, {"name": "Apollo", "id": "2"}]})
    for said, found in (("apollo", "1"), ("Apollo", "2")):
        action = resolve_names(LogTime(project=said), catalogue, DEFAULT_PREFERENCES)
        assert action.project_id == found
    assert resolve_names(LogTime(project="APOLLO"), catalogue, DEFAULT_PREFERENCES).needs[0].field == "project"


def test_a_guess_by_letters_is_worth_less() -> None:
    assert resolve(LogTime(project="Falcon")).confidence == 1
    assert resolve(LogTime(project="Falkon")).confidence < 0.95


def test_two_close_names_are_a_question_and_not_a_guess() -> None:
    catalogue = read_catalogue({"projects": [{"name": "Marina East", "id": "e"}, {"name": "Marina West", "id": "w"}]})
    action = resolve_names(LogTime(project="Marina"), catalogue, DEFAULT_PREFERENCES)
    assert (action.project, action.project_id) == (None, None)
    assert action.needs[0].code == "ambiguous"
    assert [choice.id for choice in action.needs[0].choices] == ["e", "w"]


def test_an_unknown_name_offers_the_nearest_and_no_archived_one() -> None:
    action = resolve(LogTime(project="Closd"))
    (need,) = action.needs
    assert "no project “Closd”" in need.reason
    assert need.code == "unknown_name"
    assert "Closed" not in [choice.value for choice in need.choices]


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("Kestrl", ["Website Relaunch", "Mobile App"]),  # a word of their client's
        ("Relanch", ["Website Relaunch"]),  # a word of its own
        ("Zebra", []),  # nothing like it
    ],
)
def test_what_is_offered_for_an_unknown_name_is_spelt_alike(said: str, offered: list[str]) -> None:
    projects = [
        {"name": "Website Relaunch", "client": "Kestrel Bank"},
        {"name": "Mobile App", "client": "Kestrel Bank"},
        {"name": "Internal", "client": None},
    ]
    action = resolve_names(LogTime(project=said), read_catalogue({"projects": projects}), DEFAULT_PREFERENCES)
    (need,) = action.needs
    assert (need.code, [choice.value for choice in need.choices]) == ("unknown_name", offered)


def test_a_task_is_looked_for_in_its_project() -> None:
    action = resolve(StartTimer(project="falcon", task="test flight"))
    assert isinstance(action, StartTimer)
    assert (action.project, action.task) == ("Falcon", "Test Flight")
    (need,) = resolve(StartTimer(project="Falcon", task="Painting")).needs
    assert (need.field, [choice.value for choice in need.choices]) == ("task", ["Wiring", "Test Flight"])


def test_a_task_alone_finds_its_project_if_only_one_has_it() -> None:
    action = resolve(StartTimer(task="wiring"))
    assert isinstance(action, StartTimer)
    assert action.project_id == "p-falcon"


def test_tags_keep_their_order_and_get_their_ids() -> None:
    action = resolve(LogTime(tags=("Client Call", "codng")))
    assert isinstance(action, LogTime)
    assert (action.tags, action.tag_ids, action.needs) == (("client call", "coding"), ("t-call", "t-code"), ())


def test_an_answer_to_an_unknown_tag_is_the_whole_list() -> None:
    (need,) = resolve(LogTime(tags=("coding", "travail"))).needs
    assert need.field == "tags"
    assert [choice.value for choice in need.choices] == [["coding", "travel"], ["coding"]]


def test_what_has_an_id_or_a_question_already_is_left_alone() -> None:
    settled = LogTime(project="whatever", project_id="p-help")
    assert resolve(settled) == settled
    asked = LogTime(needs=(Need(field="project", reason="Which?"),))
    assert resolve(asked) == asked


def test_the_name_of_a_new_project_is_not_looked_up() -> None:
    action = CreateProject(project="Falcon")
    assert resolve(action) == action


def test_an_action_within_a_schedule_is_resolved_too() -> None:
    action = resolve(CreateSchedule(cron="0 9 * * *", action=LogTime(project="falcon", duration_s=60)))
    assert isinstance(action, CreateSchedule)
    assert isinstance(action.action, LogTime)
    assert action.action.project_id == "p-falcon"


def test_the_default_project_is_for_work_alone() -> None:
    preferences = Preferences(default_project="Helpdesk")
    log, report = resolve(LogTime(duration_s=60), preferences), resolve(Summary(), preferences)
    assert isinstance(log, LogTime)
    assert isinstance(report, Summary)
    assert (log.project, log.project_id, report.project) == ("Helpdesk", "p-help", None)


def test_without_a_catalogue_names_stay_and_aliases_hold() -> None:
    preferences = Preferences(aliases={"fh": "Falcon Heavy"})
    assert resolve_names(LogTime(project="FH"), None, preferences).project == "Falcon Heavy"
    assert resolve_names(LogTime(project="Nova"), None, preferences).project == "Nova"


def test_a_catalogue_without_ids_gives_names_alone() -> None:
    catalogue = read_catalogue({"projects": [{"name": "Nova", "tasks": ["Build"]}], "tags": ["dev"]})
    action = resolve_names(LogTime(project="nova", task="build", tags=("DEV",)), catalogue, DEFAULT_PREFERENCES)
    assert (action.project, action.task, action.tags, action.needs) == ("Nova", "Build", ("dev",), ())
    assert (action.project_id, action.task_id, action.tag_ids) == (None, None, ())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Amber Portal 42", "p4200"),
        ("amber PORTAL 42", "p4200"),
        ("ubersee strassenbau 7", "p772"),
        ("Uebersee Straßenbau 7", "p772"),
        ("portal amber 42", "p4200"),
        ("client 29 amber portal 42", "p4200"),
        ("onboard", "onboarding"),
        ("ornboading", "onboarding"),
        ("Jumiper Shop 99", "p9919"),
        ("Ember Campagin 3", "p394"),
        ("kestrel south bank", "k-south"),
        ("North Bank", "k-north"),
    ],
)
def test_ten_thousand_projects_are_told_apart(said: str, found: str) -> None:
    action = resolve_names(LogTime(project=said), MANY, DEFAULT_PREFERENCES)
    assert (action.project_id, action.needs) == (found, ())


@pytest.mark.parametrize(
    ("said", "code", "offered"),
    [
        ("Kestrel", "ambiguous", ["k-north", "k-south"]),
        ("Lighthouse", "unknown_name", []),  # archived
        ("Amber Portal 4200", "unknown_name", ["p2000", "p4000", "p4200", "p0", "p200"]),
    ],
)
def test_of_ten_thousand_projects_none_is_guessed(said: str, code: str, offered: list[str]) -> None:
    action = resolve_names(LogTime(project=said), MANY, DEFAULT_PREFERENCES)
    (need,) = action.needs
    assert (action.project_id, need.code, [choice.id for choice in need.choices]) == (None, code, offered)


@pytest.mark.parametrize("recent", ["k-south", "Kestrel"])
def test_of_two_of_one_name_the_one_used_last_is_taken(recent: str) -> None:
    used = Preferences(recent_projects=("p1", recent, "k-south"))
    action = resolve_names(LogTime(project="kestrel"), MANY, used)
    assert (action.project_id, action.needs) == ("k-south", ())
    assert action.confidence == BY_RECENT_USE


@pytest.mark.parametrize("said", ["review 4321", "Review 4321"])
def test_fifty_thousand_tasks_are_told_apart(said: str) -> None:
    action = resolve_names(StartTimer(task=said), MANY, DEFAULT_PREFERENCES)
    assert (action.project_id, action.task, action.task_id) == ("p4321", "Review 4321", "Review 4321/4321")


def test_a_task_of_many_projects_is_a_question_with_a_few_of_them() -> None:
    (need,) = resolve_names(StartTimer(task="meetings"), MANY, DEFAULT_PREFERENCES).needs
    assert (need.field, len(need.choices)) == ("project", 5)
    (need,) = resolve_names(StartTimer(task="yodelling"), MANY, DEFAULT_PREFERENCES).needs
    assert (need.field, need.choices) == ("project", ())


def test_a_misspelt_task_of_one_project_is_found() -> None:
    action = resolve(StartTimer(task="Wirring"))
    assert isinstance(action, StartTimer)
    assert (action.project_id, action.task) == ("p-falcon", "Wiring")


def test_resolving_does_not_change_what_was_given() -> None:
    action = LogTime(project="falcon", start=datetime(2026, 5, 13, 9, tzinfo=UTC))
    resolve(action)
    assert action == LogTime(project="falcon", start=datetime(2026, 5, 13, 9, tzinfo=UTC))
