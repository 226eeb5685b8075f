"""The page of the actions, made from their models.

`python -m tests.documentation.actions` writes it anew.
"""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, get_args

from pydantic import BaseModel

from clankerbot_engine.actions import Action, ActionBase, ActionResult, ApiError, Choice, EntryFact, Need, ParseResult
from clankerbot_engine.reports.facts import SummaryFact

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "actions.md"
_KINDS: Final[tuple[type[ActionBase], ...]] = get_args(get_args(Action)[0])
_ANSWERS: Final[tuple[type[BaseModel], ...]] = (
    ParseResult,
    Need,
    Choice,
    ActionResult,
    EntryFact,
    SummaryFact,
    ApiError,
)
_INTRODUCTION: Final = """\
# Actions

Whatever is asked for, in Slack, over REST, on the command line or by a schedule, is an *action*: one JSON object, told
apart by its `kind`. `clankerbot parse TEXT --json` shows what a text is read as, and `POST /actions/run` carries out
what is sent to it. This page is made from the models in `engine/clankerbot_engine/actions/`; `/docs` says of each field
what it may hold.

Names (`project`, `task`, `tags`) are as people say them; the ids beside them are there once the workspace's own names
were found. Lengths are whole seconds, a `date` is a local date, `start` and `end` are ISO 8601 with offset. `from` and
`to` are local dates, both inclusive; `period` stands for them where a schedule says them anew each time (`last_week`).

Every kind has {common}, too. Fields in **bold** must be there.
"""
_CLOSING: Final = """
A package of yours may add [kinds of its own](how-it-is-built.md#an-action-of-your-own).

## What is answered

"""


def page() -> str:
    common = ", ".join(f"`{name}`" for name in _names(ActionBase))
    return _INTRODUCTION.format(common=common) + "".join(_groups()) + _CLOSING + _table(_answers(), "")


def _groups() -> Iterator[str]:
    for module in dict.fromkeys(kind.__module__ for kind in _KINDS):
        told = (import_module(module).__doc__ or "").strip()
        kinds = [kind for kind in _KINDS if kind.__module__ == module]
        rows = [(f"`{kind.model_fields['kind'].default}`", kind) for kind in kinds]
        yield f"\n## {_heading(module)}\n\n{told}\n\n{_table(rows, 'kind')}"


def _heading(module: str) -> str:
    return module.rpartition(".")[2].replace("_", " ").capitalize()


def _answers() -> list[tuple[str, type[BaseModel]]]:
    return [(f"`{model.__name__}`", model) for model in _ANSWERS]


def _table(rows: Sequence[tuple[str, type[BaseModel]]], title: str) -> str:
    lines = [f"| {title} | fields | |", "| --- | --- | --- |"]
    lines += [f"| {name} | {', '.join(_fields(model))} | {_told(model)} |" for name, model in rows]
    return "\n".join([*lines, ""])


def _fields(model: type[BaseModel]) -> Iterator[str]:
    common = set(_names(ActionBase)) if issubclass(model, ActionBase) else set()
    for name, field in model.model_fields.items():
        shown = field.serialization_alias or field.alias or name
        if shown not in common:
            yield f"**`{shown}`**" if field.is_required() and issubclass(model, ActionBase) else f"`{shown}`"


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _told(model: type[BaseModel]) -> str:
    return re.sub(r"\s+", " ", (model.__doc__ or "").strip()).replace("|", r"\|")


if __name__ == "__main__":
    PAGE.write_text(page())
