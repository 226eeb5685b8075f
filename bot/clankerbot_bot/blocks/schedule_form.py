"""A schedule, filled into a form: when, what and where."""

from dataclasses import dataclass

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.shapes import View
from clankerbot_bot.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDraft:
    """What the form is filled in with. `channel`: an id. `kept`: what an existing one does, in words."""

    when: str = ""
    timezone: str | None = None
    channel: str | None = None
    kept: str | None = None


def schedule_modal(draft: ScheduleDraft, words: Words, *, metadata: str = "") -> View:
    zone = None if draft.timezone is None else elements.option(draft.timezone.replace("_", " "), draft.timezone)
    what_hint = None if draft.kept is None else words.what_kept.format(what=draft.kept)
    what = elements.text_input(action_ids.INPUT, placeholder=words.what_placeholder, most=1000)
    return modal(
        action_ids.SCHEDULE_VIEW,
        words.schedule_title,
        [
            elements.input_(
                action_ids.WHEN_BLOCK,
                words.when_label,
                elements.text_input(action_ids.INPUT, initial=draft.when, most=200),
                hint=words.when_hint,
            ),
            elements.input_(
                action_ids.WHAT_BLOCK, words.what_label, what, hint=what_hint, optional=draft.kept is not None
            ),
            elements.input_(
                action_ids.TIMEZONE_BLOCK,
                words.timezone_label,
                elements.loaded_select(action_ids.TIMEZONE, words.as_in_slack, initial=zone, min_query_length=2),
                optional=True,
            ),
            elements.input_(
                action_ids.CHANNEL_BLOCK,
                words.where_label,
                elements.conversation_select(action_ids.INPUT, words.choose, initial=draft.channel),
                hint=words.where_hint,
                optional=True,
            ),
        ],
        submit=words.save,
        close=words.cancel,
        metadata=metadata,
    )
