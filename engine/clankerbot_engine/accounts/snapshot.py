"""What is known of a person when a text is read: the workspace, and what the person has set here."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences


@dataclass(frozen=True, slots=True)
class PersonSnapshot:
    """`workspace` None: not known."""

    workspace: WorkspaceSnapshot | None
    settings: PersonSettings

    @property
    def catalogue(self) -> Catalogue | None:
        return None if self.workspace is None else self.workspace.catalogue

    @property
    def timezone(self) -> ZoneInfo | None:
        return self.settings.zone or (None if self.workspace is None else self.workspace.timezone)

    @property
    def preferences(self) -> Preferences:
        return self.settings.over(DEFAULT_PREFERENCES if self.workspace is None else self.workspace.preferences)

    @property
    def has_set_language(self) -> bool:
        return self.settings.language is not None
