"""One of everything that the bot can send, as functions of the words: for golden files, limits and renderings."""

from tests.bot.blocks.samples.cards import HOW_LONG, MANY_CHOICES, POSTED, RECEIPTS, TYPO, question
from tests.bot.blocks.samples.facts import ID, NOW, OWNER, SETTINGS, at, entry, failed, result, running
from tests.bot.blocks.samples.messages import MESSAGES
from tests.bot.blocks.samples.views import VIEWS

__all__ = [
    "HOW_LONG",
    "ID",
    "MANY_CHOICES",
    "MESSAGES",
    "NOW",
    "OWNER",
    "POSTED",
    "RECEIPTS",
    "SETTINGS",
    "TYPO",
    "VIEWS",
    "at",
    "entry",
    "failed",
    "question",
    "result",
    "running",
]
