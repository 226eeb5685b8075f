"""What a workspace holds to log on: projects with their clients and tasks, and tags. Values only, no I/O."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, FailFast, Field, ValidationError

from clankerbot_engine.actions import Name
from clankerbot_engine.errors import ValidationFailed


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


def _named(value: Any) -> Any:
    """A bare name stands for an entity without an id."""
    return {"name": value} if isinstance(value, str) else value


class Task(_Frozen):
    name: Name
    id: str | None = None


class Project(_Frozen):
    name: Name
    id: str | None = None
    client: str | None = None
    client_id: str | None = None
    archived: bool = False
    billable: bool | None = None
    tasks: Annotated[tuple[Annotated[Task, BeforeValidator(_named)], ...], FailFast()] = ()


class Tag(_Frozen):
    name: Name
    id: str | None = None
    archived: bool = False


class Catalogue(_Frozen):
    """The projects and tags of one workspace, as one person sees them.

    The shape of a catalogue file (`clankerbot parse --catalogue`, `POST /actions/parse`):
    `{"projects": [{"name", "client"?, "id"?, "archived"?, "tasks": [names]}], "tags": [names]}`.
    """

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
