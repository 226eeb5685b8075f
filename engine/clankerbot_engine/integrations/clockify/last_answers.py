"""What people were answered last, for when Clockify does not answer: told then with its age.

In memory, the newest of each: it is worth little after a while, and need not be kept anywhere. A person's are dropped
as soon as something is written for them, so that nothing here contradicts a receipt.
"""

from collections import OrderedDict
from typing import Final

from clankerbot_engine.actions import ActionBase, ActionResult, Notice
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.port import Context

MOST: Final = 300
MOST_ENTRIES: Final = 200
"""A longer list is not remembered."""
STALE: Final = "stale"
"""The code of the notice on an answer that was given before."""

_OF_THE_READING: Final = {"parser", "confidence", "spans", "needs", "confirmed"}
_Asked = tuple[str, ...]


class LastAnswers:
    def __init__(self) -> None:
        self._answers: OrderedDict[_Asked, ActionResult] = OrderedDict()

    def keep(self, asked: ActionBase, context: Context, answer: ActionResult) -> None:
        key = _asked(asked, context)
        self._answers.pop(key, None)
        if len(answer.entries) > MOST_ENTRIES:
            return
        self._answers[key] = answer
        while len(self._answers) > MOST:
            self._answers.popitem(last=False)

    def find(self, asked: ActionBase, context: Context) -> ActionResult | None:
        """As it was given, with a notice that says when that was."""
        found = self._answers.get(_asked(asked, context))
        if found is None or found.as_of is None:
            return None
        when = wording.clock(found.as_of, context.timezone)
        notice = Notice(code=STALE, message=f"As of {when}: Clockify does not answer just now.")
        return found.model_copy(update={"warnings": (*found.warnings, notice)})

    def forget(self, principal: str) -> None:
        for key in [key for key in self._answers if key[0] == principal]:
            del self._answers[key]


def _asked(action: ActionBase, context: Context) -> _Asked:
    """On another day the same words ask for other days."""
    today = context.now.astimezone(context.timezone).date().isoformat()
    said = action.model_dump_json(exclude=_OF_THE_READING)
    return context.principal, today, context.timezone.key, action.kind, said
