"""A Slack of our own for the playground, as the Clockify sandbox is a Clockify of our own.

The Slack app runs against it unchanged: it is sent signed events, clicks and submitted forms, and calls a Web API.
What the app posts is kept here and shown on the page. It refuses little: the stand-in of the tests does that.
"""

from clankerbot_http.web.slack_sandbox.client import SlackClient
from clankerbot_http.web.slack_sandbox.records import Channel, Member, Message, Modal
from clankerbot_http.web.slack_sandbox.state import SlackSandbox
from clankerbot_http.web.slack_sandbox.web_api import create_web_api

__all__ = ["Channel", "Member", "Message", "Modal", "SlackClient", "SlackSandbox", "create_web_api"]
