"""What a person sets for themselves: the form, and what was filled in."""

import re
from collections.abc import Mapping
from typing import Any

from clankerbot_bot import blocks
from clankerbot_bot.blocks import Named, action_ids
from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.entry_form import Fields, NotFilledIn, only_what_it_offers, read_length
from clankerbot_bot.forms import Forms
from clankerbot_bot.home import Home
from clankerbot_bot.reminders import Reminders
from clankerbot_bot.turns import Turn
from clankerbot_bot.words import Words
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.person_settings import GITHUB_NAME, PersonSettings
from clankerbot_engine.errors import ClankerbotError


class SettingsForm:
    def __init__(
        self, conversation: Conversation, accounts: Accounts, reminders: Reminders, forms: Forms, home: Home
    ) -> None:
        self._conversation = conversation
        self._reminders = reminders
        self._accounts = accounts
        self._forms = forms
        self._home = home

    async def open(self, turn: Turn, trigger_id: str) -> None:
        async def view(manner: Manner) -> blocks.View:
            settings = await self._accounts.settings(turn.person.principal)
            project = await self._project(turn, settings.default_project)
            return blocks.settings_modal(settings, manner.words, default_project=project)

        await self._forms.open(turn, trigger_id, view)

    async def save(self, turn: Turn, settings: PersonSettings) -> None:
        await self._accounts.change_settings(turn.person.principal, settings)
        manner = await self._conversation.manner_of(turn.person, turn.client)
        try:
            await self._reminders.set(turn.person.principal, settings.remind_at, manner.zone)
        except ClankerbotError as error:
            await self._conversation.tell(turn, safe(told_why(error, manner.words)))
        await self._home.refresh(turn.person, turn.client)

    async def _project(self, turn: Turn, name: str | None) -> Named | None:
        if name is None:
            return None
        snapshot = await self._accounts.snapshot(turn.person.principal)
        projects = snapshot.catalogue.projects if snapshot and snapshot.catalogue else ()
        return next((Named(each.id, each.name) for each in projects if each.name == name and each.id), None)


def read_settings(view: Mapping[str, Any], words: Words) -> PersonSettings:
    """Raises `NotFilledIn`."""
    fields = Fields(view)
    target = (fields.of(action_ids.TARGET_BLOCK).get("value") or "").strip()
    target_s = read_length(target) if target else None
    if target and (target_s is None or target_s > 24 * 3600):
        raise NotFilledIn({action_ids.TARGET_BLOCK: words.bad_length})
    day_start, day_end = fields.time(action_ids.DAY_START_BLOCK), fields.time(action_ids.DAY_END_BLOCK)
    if day_start is not None and day_end is not None and day_end <= day_start:
        raise NotFilledIn({action_ids.DAY_END_BLOCK: words.bad_hours})
    github = (fields.of(action_ids.GITHUB_BLOCK).get("value") or "").strip().lstrip("@").lower()
    if github and not re.fullmatch(GITHUB_NAME, github):
        raise NotFilledIn({action_ids.GITHUB_BLOCK: words.bad_github})
    quiet_from, quiet_to = fields.time(action_ids.QUIET_FROM_BLOCK), fields.time(action_ids.QUIET_TO_BLOCK)
    if (quiet_from is None) != (quiet_to is None) or (quiet_from is not None and quiet_from == quiet_to):
        raise NotFilledIn({action_ids.QUIET_TO_BLOCK: words.bad_quiet})
    project = fields.of(action_ids.DEFAULT_PROJECT_BLOCK).get("selected_option")
    with only_what_it_offers():
        return PersonSettings.model_validate(
            {
                "timezone": fields.chosen(action_ids.TIMEZONE_BLOCK),
                "language": fields.chosen(action_ids.LANGUAGE_BLOCK),
                "date_order": fields.chosen(action_ids.DATE_ORDER_BLOCK),
                "day_start": day_start,
                "day_end": day_end,
                "default_project": project["text"]["text"] if project else None,
                "daily_target_s": target_s,
                "remind_at": fields.time(action_ids.REMIND_BLOCK),
                "quiet_from": quiet_from,
                "quiet_to": quiet_to,
                "timer_hours": fields.chosen(action_ids.TIMER_BLOCK),
                "by_others": bool(fields.of(action_ids.OTHERS_BLOCK).get("selected_options")),
                "github": github or None,
            }
        )
