"""A row of a receipt whose time entry is not there any more, or is as it was before: what would do the same again."""

from clankerbot_bot.cards import Row
from clankerbot_engine.actions import ActionResult, DeleteEntry, EditEntry, LogTime


def taken_back(row: Row, undo: ActionResult | None = None) -> Row:
    """With an action that does the same again, whatever "now" and "last" are by then."""
    action, entry = row.result.action, row.result.entry
    match action:
        case LogTime() if entry is not None and entry.end is not None:
            exact = {"start": entry.start, "end": entry.end, "duration_s": None, "date": None, "confirmed": True}
            action = action.model_copy(update=exact)
        case EditEntry() if entry is not None:
            action = action.model_copy(update={"target": entry.id})
        case DeleteEntry() if undo is not None and undo.entry is not None:
            action = action.model_copy(update={"target": undo.entry.id})
    return Row(row.result.model_copy(update={"action": action}), undone=True)
