"""What a workspace holds to log on: projects with their clients and tasks, and tags. Values only, no I/O.

There may be tens of thousands of tasks, so that each is a plain object of a few fields: a model of its own would take
ten times the memory.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, FailFast, Field, ValidationError
from pydantic.dataclasses import dataclass

from clankerbot_engine.actions import Name
from clankerbot_engine.errors import ValidationFailed

_CONFIG = ConfigDict(extra="ignore")


def _named(value: Any) -> Any:
    """A bare name stands for an entity without an id."""
    return {"name": value} if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, config=_CONFIG)
class Task:
    name: Name
    id: str | None = None


@dataclass(frozen=True, slots=True, config=_CONFIG)
class Project:
    name: Name
    id: str | None = None
    client: str | None = None
    client_id: str | None = None
    archived: bool = False
    billable: bool | None = None
    tasks: Annotated[tuple[Annotated[Task, BeforeValidator(_named)], ...], FailFast()] = ()


@dataclass(frozen=True, slots=True, config=_CONFIG)
class Tag:
    name: Name
    id: str | None = None
    archived: bool = False


class Catalogue(BaseModel):
    """The projects and tags of one workspace, as one person sees them.

    The shape of a catalogue file (`clankerbot parse --catalogue`, `POST /actions/parse`):
    `{"projects": [{"name", "client"?, "id"?, "archived"?, "tasks": [names]}], "tags": [names]}`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    # The first error ends the reading: describing 100,000 of them would take a second.
    projects: Annotated[tuple[Project, ...], Field(max_length=100_000), FailFast()] = ()
    tags: Annotated[tuple[Annotated[Tag, BeforeValidator(_named)], ...], Field(max_length=100_000), FailFast()] = ()


def read_catalogue(document: Mapping[str, Any]) -> Catalogue:
    """Raises `ValidationFailed`, naming the field, where the document is not of a catalogue's shape."""
    try:
        return Catalogue.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        path = ".".join(str(part) for part in first["loc"]) or "catalogue"
        raise ValidationFailed(f"{path}: {first['msg']}", field=path) from None
