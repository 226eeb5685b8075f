"""What is said of requests that are kept while Clockify does not answer, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingWords:
    keep: str
    discard: str
    offer: str
    """Below a failure."""
    offer_unsure: str
    """The same, where it may have been written."""
    kept: str
    when: str
    unsure: str
    parts: str
    """With `{done}` and `{all}`."""
    ended: Mapping[str, str]
    """By how it ended: what is said in the place of the card."""
    discarded_unsure: str
    as_of: str
    """With `{when}`: what is told was read then, and nothing newer can be had."""
    since: str
    """Above what became of it, with `{when}`: when it was said."""


ENGLISH_WAITING: Final = WaitingWords(
    keep="Keep it",
    discard="Discard",
    offer="Keep it, and it is done once Clockify answers again.",
    offer_unsure="Keep it, and once Clockify answers again it is looked for, and done if it is not there.",
    kept="Kept until Clockify answers again",
    when="It is done then, once, for the time when you said it. You are told how it ended.",
    unsure="It may be in Clockify already: that is looked at first.",
    parts="{done} of {all} done, the rest is kept.",
    ended={
        "done": "Clockify answers again: this was done. The receipt is a message of its own.",
        "failed": "This was kept, and could not be done. Why, a message of its own says.",
        "discarded": "Discarded. It is not done any more.",
    },
    discarded_unsure="Discarded: it is not sent again. It may be in Clockify already, so look there.",
    as_of="As of {when}: Clockify does not answer just now.",
    since="Said: {when}, while Clockify did not answer. It was kept until now.",
)
GERMAN_WAITING: Final = WaitingWords(
    keep="Aufheben",
    discard="Verwerfen",
    offer="Heb es auf, dann wird es ausgeführt, sobald Clockify wieder antwortet.",
    offer_unsure="Heb es auf: Sobald Clockify wieder antwortet, wird nachgesehen, und ausgeführt, falls es fehlt.",
    kept="Aufgehoben, bis Clockify wieder antwortet",
    when="Dann wird es einmal ausgeführt, für die Zeit, zu der du es gesagt hast. Du erfährst, wie es ausging.",
    unsure="Vielleicht steht es schon in Clockify: Danach wird zuerst gesehen.",
    parts="{done} von {all} erledigt, der Rest ist aufgehoben.",
    ended={
        "done": "Clockify antwortet wieder: Das ist ausgeführt. Der Beleg ist eine eigene Nachricht.",
        "failed": "Das war aufgehoben und ließ sich nicht ausführen. Warum, steht in einer eigenen Nachricht.",
        "discarded": "Verworfen. Es wird nicht mehr ausgeführt.",
    },
    discarded_unsure="Verworfen: Es wird nicht noch einmal gesendet. Sieh in Clockify nach, ob es dort schon steht.",
    as_of="Stand {when}: Clockify antwortet gerade nicht.",
    since="Gesagt: {when}, während Clockify nicht antwortete. Bis jetzt war es aufgehoben.",
)
