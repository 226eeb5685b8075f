"""Templates to HTML. What is filled in is escaped; what is marked as HTML comes from templates and `mrkdwn`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from clankerbot_http.web.mrkdwn import mrkdwn, plain_text
from clankerbot_http.web.readings import Reading
from clankerbot_http.web.slack_sandbox import Member, Message, Modal, SlackSandbox
from clankerbot_http.web.slack_sandbox.records import Json
from clankerbot_http.web.timesheets import Timesheet
from clankerbot_http.web.words import PageWords

Offered = Mapping[tuple[str, str], list[Json]]
"""What the app offers in menus that it fills itself, by block id and action id."""

CSP: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("clankerbot_http.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain_text
    environment.filters["percent_of"] = lambda value, most: round(100 * value / most, 1) if most else 0
    return environment


def rendered(template: str, **filled_in: Any) -> str:
    return _environment().get_template(template).render(**filled_in)


@dataclass(frozen=True, slots=True)
class View:
    """For whom it is drawn, and in which words."""

    slack: SlackSandbox
    member: Member
    words: PageWords
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.member.timezone)

    def message(self, message: Message) -> str:
        author = self.slack.members.get(message.author or "")
        channel = self.slack.channels.get(message.channel_id)
        return rendered(
            "message.html",
            message=message,
            author=author,
            channel=channel,
            files=[self.slack.files[each] for each in message.file_ids if each in self.slack.files],
            at=datetime.fromtimestamp(float(message.ts), UTC).astimezone(self.zone),
            **self._common(),
        )

    def form(self, modal: Modal, offered: Offered) -> str:
        return rendered(
            "form.html", modal=modal, offered=offered, channels=list(self.slack.channels.values()), **self._common()
        )

    def timesheet(self, timesheet: Timesheet) -> str:
        return rendered("timesheet.html", sheet=timesheet, one_week=timedelta(days=7), **self._common())

    def reading(self, reading: Reading) -> str:
        return rendered("reading.html", reading=reading, **self._common())

    def _common(self) -> dict[str, Any]:
        return {"words": self.words, "member": self.member, "mrkdwn": self._mrkdwn}

    def _mrkdwn(self, text: str) -> Markup:
        names = {each.id: each.real_name for each in self.slack.members.values()}
        names |= {each.id: each.name for each in self.slack.channels.values()}
        return mrkdwn(text, names=names, moment=self._moment)

    def _moment(self, at: int, form: str, fallback: str) -> str:
        """The forms that the bot uses; of others the text for who knows no dates."""
        moment = datetime.fromtimestamp(at, UTC).astimezone(self.zone)
        if form == "{time}":
            return f"{moment:%H:%M}"
        if form == "{date_short_pretty}":
            return self.words.near_day(moment.date(), self.now.astimezone(self.zone).date())
        return fallback
