"""What is offered while a person types into a select."""

from clankerbot_bot.blocks import project_options, tag_options, task_options, timezone_options
from clankerbot_bot.blocks.shapes import Options
from clankerbot_bot.words import ENGLISH
from clankerbot_engine.catalogue import Project, Tag, Task

PROJECTS = [
    Project(name="Apollo", id="a", client="Northwind"),
    Project(name="Web Apollo", id="w", client="Acme"),
    Project(name="Hermes", id="h"),
    Project(name="Old", id="o", archived=True),
    Project(name="Without an id"),
    Project(name="Büro", id="b"),
]


def values(answer: Options) -> list[str]:
    flat = [
        *answer.get("options", ()),
        *(each for group in answer.get("option_groups", ()) for each in group["options"]),
    ]
    return [option["value"] for option in flat]


def test_projects_stand_by_client_and_those_without_one_last() -> None:
    answer = project_options("", PROJECTS, ENGLISH)
    labels = [group["label"]["text"] for group in answer["option_groups"]]
    assert labels == ["Acme", "Northwind", ENGLISH.no_client]
    assert values(answer) == ["w", "a", "b", "h"]


def test_every_word_of_the_query_is_looked_for_in_project_and_client() -> None:
    assert values(project_options("north apo", PROJECTS, ENGLISH)) == ["a"]
    assert values(project_options("buro", PROJECTS, ENGLISH)) == ["b"]
    assert values(project_options("nothing like it", PROJECTS, ENGLISH)) == []


def test_without_clients_there_are_no_groups() -> None:
    assert "option_groups" not in project_options("", [Project(name="Hermes", id="h")], ENGLISH)


def test_what_begins_with_the_query_survives_the_limit() -> None:
    many = [Project(name=f"An apollo {n}", id=f"n{n}") for n in range(200)]
    found = values(project_options("apollo", [*many, Project(name="Apollo", id="a")], ENGLISH))
    assert len(found) == 100
    assert found[0] == "a"


def test_tasks_are_those_of_the_chosen_project() -> None:
    project = Project(name="Apollo", id="a", tasks=(Task(name="Design", id="d"), Task(name="Build", id="b")))
    assert values(task_options("", project)) == ["b", "d"]
    assert values(task_options("", None)) == []


def test_archived_tags_are_left_out() -> None:
    assert values(tag_options("", [Tag(name="new", id="n"), Tag(name="old", id="o", archived=True)])) == ["n"]


def test_a_time_zone_is_found_by_its_city() -> None:
    assert values(timezone_options("new york")) == ["America/New_York"]
    assert "UTC" in values(timezone_options("utc"))
