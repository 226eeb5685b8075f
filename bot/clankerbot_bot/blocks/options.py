"""The options of a select, loaded while the person types: https://docs.slack.dev/reference/block-kit/block-elements"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from clankerbot_bot.blocks import elements
from clankerbot_bot.blocks.shapes import Element, Options
from clankerbot_bot.blocks.text import line
from clankerbot_bot.words import Words
from clankerbot_engine.catalogue import Project, Tag

MOST: Final = elements.MOST_OPTIONS


def project_options(query: str, projects: Iterable[Project], words: Words) -> Options:
    """By client, those without one last; active projects that have an id, at most 100 in all."""
    fitting = [
        project
        for project in projects
        if project.id and not project.archived and _fits(query, f"{project.name} {project.client or ''}")
    ]
    fitting.sort(key=lambda project: (_rank(query, project.name), _folded(project.name)))
    by_client: dict[str, list[Element]] = {}
    for project in fitting[:MOST]:
        option = elements.option(line(project.name, elements.OPTION_TEXT), project.id or "")
        by_client.setdefault(project.client or "", []).append(option)
    if set(by_client) <= {""}:
        return {"options": by_client.get("", [])}
    groups = sorted(by_client.items(), key=lambda pair: (pair[0] == "", _folded(pair[0])))
    return {
        "option_groups": [
            {"label": elements.plain(line(client) or words.no_client, elements.OPTION_TEXT), "options": options}
            for client, options in groups
        ]
    }


def task_options(query: str, project: Project | None) -> Options:
    """Of the chosen project: none before one is chosen."""
    tasks = project.tasks if project is not None else ()
    return _named(query, [(task.id, task.name) for task in tasks])


def tag_options(query: str, tags: Iterable[Tag]) -> Options:
    return _named(query, [(tag.id, tag.name) for tag in tags if not tag.archived])


def client_options(query: str, projects: Iterable[Project]) -> Options:
    """Those that have projects; told by their names, which are all that events say of them."""
    names = dict.fromkeys(project.client for project in projects if project.client)
    return _named(query, [(name, name) for name in names])


def timezone_options(query: str) -> Options:
    """IANA names; `new york` finds `America/New_York`."""
    return _named(query, [(name, name.replace("_", " ")) for name in _zones()])


def _named(query: str, named: Sequence[tuple[str | None, str]]) -> Options:
    fitting = [(entity_id, name) for entity_id, name in named if entity_id and _fits(query, name)]
    fitting.sort(key=lambda pair: (_rank(query, pair[1]), _folded(pair[1])))
    return {
        "options": [elements.option(line(name, elements.OPTION_TEXT), entity_id) for entity_id, name in fitting[:MOST]]
    }


@cache
def _zones() -> tuple[str, ...]:
    """Reading their names takes a walk through a folder. Those without a region are old aliases, but for UTC."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


def _fits(query: str, text: str) -> bool:
    """Every word of the query is in it, whatever the case and the accents."""
    folded = _folded(text)
    return all(word in folded for word in _folded(query).split())


def _rank(query: str, name: str) -> int:
    """What begins with the query comes first."""
    return 0 if _folded(name).startswith(_folded(query).strip()) else 1


def _folded(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
