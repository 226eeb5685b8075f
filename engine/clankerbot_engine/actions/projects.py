"""The projects of a workspace."""

from typing import Annotated, Literal

from pydantic import Field

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.fields import Name


class ListProjects(ActionBase):
    kind: Literal["list_projects"] = "list_projects"


class CreateProject(ActionBase):
    kind: Literal["create_project"] = "create_project"
    project: Annotated[Name, Field(min_length=2)]
    client: Name | None = None
