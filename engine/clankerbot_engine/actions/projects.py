"""The projects of a workspace."""

from typing import Annotated, Literal

from pydantic import Field

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.fields import Name


class ListProjects(ActionBase):
    """Those that can be logged on."""

    kind: Literal["list_projects"] = "list_projects"


class CreateProject(ActionBase):
    """`project` is the name of the new one. A `client` that there is not is made, too."""

    kind: Literal["create_project"] = "create_project"
    project: Annotated[Name, Field(min_length=2)]
    client: Name | None = None
