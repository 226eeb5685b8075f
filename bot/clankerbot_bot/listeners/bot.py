"""What listeners work with."""

from dataclasses import dataclass

from clankerbot_bot.background import Background
from clankerbot_bot.clicks import Clicks
from clankerbot_bot.conversation import Conversation
from clankerbot_bot.once import SeenEvents
from clankerbot_bot.people import Profiles
from clankerbot_bot.web_client import SlackConnection


@dataclass(frozen=True, slots=True)
class Bot:
    conversation: Conversation
    clicks: Clicks
    background: Background
    connection: SlackConnection
    profiles: Profiles
    events: SeenEvents
