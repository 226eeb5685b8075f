"""Summaries as pictures, in the words of whoever sees them."""

import asyncio

from clankerbot_bot.blocks.summary_sheet import summary_sheet
from clankerbot_bot.words import Words
from clankerbot_engine.actions import Summary
from clankerbot_engine.reports.facts import SummaryFact


async def picture_of(action: Summary, fact: SummaryFact, words: Words) -> bytes:
    """A PNG. In a thread: it takes a quarter of a second."""
    from clankerbot_engine.reports.picture import as_png  # few need it, and it takes a while to import

    return await asyncio.to_thread(as_png, summary_sheet(action, fact, words))
