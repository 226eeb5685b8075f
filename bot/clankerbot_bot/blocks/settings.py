"""What a person may set: how they are read, and when they are reminded."""

from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.forms import Named, named_option
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.shapes import Element, View
from clankerbot_bot.words import LANGUAGES, Words
from clankerbot_engine.accounts.person_settings import PersonSettings

DATE_ORDERS: Final = ("DMY", "MDY")
TIMER_HOURS: Final = (4, 6, 8, 10, 12, 0)
BY_OTHERS: Final = "by_others"
"""The value of the one checkbox."""


def settings_modal(
    settings: PersonSettings, words: Words, *, default_project: Named | None = None, metadata: str = ""
) -> View:
    """`default_project`: the one of the settings, with its id as the catalogue knows it."""
    zone = (
        None if settings.timezone is None else elements.option(settings.timezone.replace("_", " "), settings.timezone)
    )
    languages = [elements.option(each.own_name, code) for code, each in LANGUAGES.items()]
    timers = [
        elements.option(words.nudges.timer_hours(hours) if hours else words.nudges.timer_never, str(hours))
        for hours in TIMER_HOURS
    ]
    orders = [elements.option(words.date_orders[order], order) for order in DATE_ORDERS]
    target = "" if settings.daily_target_s is None else words.length(settings.daily_target_s)
    project = elements.loaded_select(
        action_ids.DEFAULT_PROJECT, words.no_default_project, initial=named_option(default_project)
    )
    inputs: tuple[tuple[str, str, Element, str | None], ...] = (
        (
            action_ids.TIMEZONE_BLOCK,
            words.timezone_label,
            elements.loaded_select(action_ids.TIMEZONE, words.as_in_slack, initial=zone, min_query_length=2),
            None,
        ),
        (
            action_ids.LANGUAGE_BLOCK,
            words.language_label,
            elements.select(action_ids.INPUT, words.as_in_slack, languages, _chosen(languages, settings.language)),
            None,
        ),
        (
            action_ids.DATE_ORDER_BLOCK,
            words.date_order_label,
            elements.select(action_ids.INPUT, words.ask_me, orders, _chosen(orders, settings.date_order)),
            None,
        ),
        (
            action_ids.DAY_START_BLOCK,
            words.day_start_label,
            elements.time_picker(action_ids.INPUT, initial=settings.day_start),
            words.day_hint,
        ),
        (
            action_ids.DAY_END_BLOCK,
            words.day_end_label,
            elements.time_picker(action_ids.INPUT, initial=settings.day_end),
            None,
        ),
        (action_ids.DEFAULT_PROJECT_BLOCK, words.default_project_label, project, None),
        (
            action_ids.TARGET_BLOCK,
            words.target_label,
            elements.text_input(action_ids.INPUT, initial=target, placeholder=words.target_placeholder, most=20),
            None,
        ),
        (
            action_ids.REMIND_BLOCK,
            words.remind_label,
            elements.time_picker(action_ids.INPUT, initial=settings.remind_at, placeholder=words.no_reminder),
            words.remind_hint,
        ),
        (
            action_ids.QUIET_FROM_BLOCK,
            words.quiet_from_label,
            elements.time_picker(action_ids.INPUT, initial=settings.quiet_from),
            words.nudges.quiet_hint,
        ),
        (
            action_ids.QUIET_TO_BLOCK,
            words.quiet_to_label,
            elements.time_picker(action_ids.INPUT, initial=settings.quiet_to),
            None,
        ),
        (
            action_ids.TIMER_BLOCK,
            words.nudges.timer_label,
            elements.select(action_ids.INPUT, words.choose, timers, _chosen(timers, _text(settings.timer_hours))),
            words.nudges.timer_hint,
        ),
        (
            action_ids.OTHERS_BLOCK,
            words.nudges.others_label,
            elements.checkbox(
                action_ids.INPUT, words.nudges.others_option, BY_OTHERS, checked=settings.by_others is not False
            ),
            None,
        ),
        (
            action_ids.GITHUB_BLOCK,
            words.github_label,
            elements.text_input(action_ids.INPUT, initial=settings.github or "", most=40),
            words.github_hint,
        ),
    )
    blocks = [
        elements.input_(block_id, label, element, hint=hint, optional=True) for block_id, label, element, hint in inputs
    ]
    return modal(
        action_ids.SETTINGS_VIEW,
        words.settings_title,
        blocks,
        submit=words.save,
        close=words.cancel,
        metadata=metadata,
    )


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _chosen(options: list[Element], value: str | None) -> Element | None:
    return next((option for option in options if option["value"] == value), None)
