"""A stand-in for Slack, and people who use it.

`running_slack()` serves the Web API and response URLs on a local port: what Slack refuses it refuses, with Slack's
words. `Person` sends what Slack sends for a command, a click, a submitted modal, and sees what a person would see.
"""

from tests.fakes.slack.faults import Stall
from tests.fakes.slack.front_door import Answer, FrontDoor
from tests.fakes.slack.person import Person, shown
from tests.fakes.slack.records import Channel, Message, Team, Token, User, View
from tests.fakes.slack.serving import DEMO_TEAM, front_door, furnish, person, running_slack
from tests.fakes.slack.socket_mode import SocketDoor, socket_door
from tests.fakes.slack.state import (
    APP_ID,
    APP_TOKEN,
    BOT_ID,
    BOT_USER_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    SIGNING_SECRET,
    TOKEN,
    FakeSlack,
)

__all__ = [
    "APP_ID",
    "APP_TOKEN",
    "BOT_ID",
    "BOT_USER_ID",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "DEMO_TEAM",
    "SIGNING_SECRET",
    "TOKEN",
    "Answer",
    "Channel",
    "FakeSlack",
    "FrontDoor",
    "Message",
    "Person",
    "SocketDoor",
    "Stall",
    "Team",
    "Token",
    "User",
    "View",
    "front_door",
    "furnish",
    "person",
    "running_slack",
    "shown",
    "socket_door",
]
