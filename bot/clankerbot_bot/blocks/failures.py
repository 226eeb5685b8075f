"""What is said when something is not understood, does not work, or takes its time."""

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.sentences import explained
from clankerbot_bot.blocks.shapes import Message
from clankerbot_bot.blocks.text import line, safe, said
from clankerbot_bot.cards import Failure, NotUnderstood
from clankerbot_bot.words import Words

MOST_SUGGESTIONS = 3
TEXT_SHOWN = 150
EXPLAINED = frozenset(("forbidden", "validation_error", "needs_input", "not_found", "conflict"))
"""Errors that the person can mend: nobody has to look for them in a log."""

FOLLOW_REASONS = frozenset(("no_events", "no_channel", "not_there", "several_projects", "not_admin"))
"""Of a subscription that lacks something: the form shows what there is to choose."""


def failure(card: Failure, words: Words) -> Message:
    """What happened, what was not changed, and what to do; the text is kept for another try."""
    why = explained(card.code, card.message, words, reason=card.reason, name=card.name)
    changed = words.may_be_done if card.outcome_unknown else words.nothing_changed
    offer = _offer(card, words)
    blocks = [elements.section("\n".join([f":warning: *{safe(why, 1000)}*", changed, *offer]))]
    remarks = [words.your_text.format(text=safe(card.text, TEXT_SHOWN))] if card.text.strip() else []
    reference = "" if card.code in EXPLAINED else words.reference.format(id=safe(card.request_id))
    remarks += [reference] if reference else []
    if remarks:
        blocks.append(elements.context(" · ".join(remarks)))
    value = action_ids.value_of(card.id)
    if card.code == "unauthorized":
        blocks.append(elements.actions(elements.button(words.connect, action_ids.CONNECT, value, style="primary")))
    elif card.reason in FOLLOW_REASONS:
        blocks.append(elements.actions(elements.button(words.follow, action_ids.FOLLOW, value, style="primary")))
    elif card.retryable:
        buttons = [elements.button(words.retry, action_ids.RETRY, value, style="primary")]
        if card.may_be_kept:
            buttons.append(elements.button(words.waiting.keep, action_ids.KEEP, value))
        blocks.append(elements.actions(*buttons))
    return {"text": elements.spoken([said(why, 1000), changed, *offer, reference]), "blocks": blocks}


def _offer(card: Failure, words: Words) -> list[str]:
    if not card.may_be_kept:
        return []
    return [words.waiting.offer_unsure if card.outcome_unknown else words.waiting.offer]


def unknown(card: NotUnderstood, words: Words) -> Message:
    """The nearest commands as buttons, for a click instead of another try."""
    quoted = f"\n{words.your_text.format(text=safe(card.text, TEXT_SHOWN))}" if card.text.strip() else ""
    blocks = [elements.section(f"*{words.not_understood}*{quoted}")]
    nearest = card.suggestions[:MOST_SUGGESTIONS]
    if nearest:
        blocks.append(elements.context(words.try_one))
    buttons = [
        elements.button(
            line(suggestion, elements.BUTTON_TEXT),
            action_ids.numbered(action_ids.SUGGESTION, index),
            action_ids.value_of(card.id, index),
        )
        for index, suggestion in enumerate(nearest)
    ]
    if "help" not in nearest:
        buttons.append(elements.button(words.help, action_ids.HELP, action_ids.value_of(card.id)))
    blocks.append(elements.actions(*buttons))
    examples = f"{words.try_one} {'; '.join(said(each) for each in nearest)}" if nearest else ""
    return {"text": elements.spoken([words.not_understood, examples]), "blocks": blocks}


def pending(text: str, words: Words) -> Message:
    """Shown while Clockify takes its time; the receipt takes its place."""
    blocks = [elements.section(f":hourglass_flowing_sand: *{words.pending}*\n{words.pending_text}")]
    if text.strip():
        blocks.append(elements.context(words.your_text.format(text=safe(text, TEXT_SHOWN))))
    return {"text": elements.spoken([words.pending, words.pending_text]), "blocks": blocks}


def notice_text(text: str) -> Message:
    """One sentence of ours, such as an answer to a click on somebody else's card."""
    return {"text": text, "blocks": [elements.section(text)]}
