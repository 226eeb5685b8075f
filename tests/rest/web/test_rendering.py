"""Every message and form that the bot can send is drawn on the page, and what is in it is text."""

import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from clankerbot_http.web.mrkdwn import mrkdwn
from clankerbot_http.web.rendering import View
from clankerbot_http.web.slack_sandbox import Member, Message, Modal, SlackSandbox
from clankerbot_http.web.slack_sandbox.records import elements_of, options_of
from clankerbot_http.web.words import LANGUAGES
from tests.fakes.clocks import NOW, FakeClock

GOLDEN = Path(__file__).parent.parent.parent / "bot" / "blocks" / "golden"
SENT = sorted(GOLDEN.rglob("*.json"))
NEVER = {"script", "iframe", "object", "embed", "link", "meta", "style", "base"}


class Read(HTMLParser):
    """The text that is seen or told, the tags, and the attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join([*self.texts, *(value for _, value in self.attributes)]).split())


def view(language: str = "en") -> View:
    member = Member("U0ADA", "ada", "Ada Berg", "ada@demo.example", "Europe/Berlin", LANGUAGES[language].locale)
    return View(SlackSandbox(FakeClock(), [member], team_name="Demo"), member, LANGUAGES[language], NOW)


def drawn(sent: dict[str, Any], language: str) -> Read:
    shown = view(language)
    if sent.get("type") == "modal":
        modal = shown.slack.put_on_top(shown.member, sent)
        return Read(shown.form(modal, {}))
    message = shown.slack.say(Message("D0ADA", "1795528800.000001", sent.get("text", ""), blocks=sent["blocks"]))
    return Read(shown.message(message))


@pytest.mark.parametrize("path", SENT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_everything_that_can_be_used_or_read_is_there(path: Path) -> None:
    sent = json.loads(path.read_text())
    read = drawn(sent, path.parent.name)
    assert read.tags.isdisjoint(NEVER)
    assert not [name for name, _ in read.attributes if name.startswith("on") or name == "style"]
    for block in sent["blocks"]:
        for text in (block.get("text"), block.get("label"), *block.get("fields", ())):
            if text and text["type"] == "plain_text" and ":" not in text["text"]:
                assert " ".join(text["text"].split()) in read.text
    for _, element in elements_of(sent["blocks"]):
        if element["type"] == "button":
            assert element["text"]["text"].partition(":")[0] in read.text
        elif element["type"] not in ("datepicker", "timepicker", "plain_text_input"):
            assert all(option["value"] in read.text for option in options_of(element))


@pytest.mark.parametrize(
    ("said", "html"),
    [
        ("*2 h* on *Apollo*", "<strong>2 h</strong> on <strong>Apollo</strong>"),
        ("_a_ ~b~ `c*d*`", "<em>a</em> <s>b</s> <code>c*d*</code>"),
        ("```x < y\n*z*```", "<pre>x &lt; y\n*z*</pre>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("\u2060*\u2060no\u2060*\u2060", "\u2060*\u2060no\u2060*\u2060"),
        ("a &lt;b&gt; &amp;amp; c", "a &lt;b&gt; &amp;amp; c"),
        (
            "<@U1>, <@U2|Ben> in <#C1|general>",
            '<span class="mention">@Ada</span>, <span class="mention">@Ben</span> in '
            '<span class="mention">#general</span>',
        ),
        (
            "<https://x.example/?a=1&amp;b=2|here>",
            '<a href="https://x.example/?a=1&amp;b=2" rel="noreferrer noopener" target="_blank">here</a>',
        ),
        ("<javascript:alert(1)|here>", "here"),
        ("<!date^1795528800^{time}|14:00>", "at 1795528800"),
        ("<!channel>", "!channel"),
        ("&gt; said\nso", "<q>said</q><br>so"),
        (":warning: careful", "⚠️ careful"),
        (
            '<https://x.example/" onclick="1|x>',
            '<a href="https://x.example/&#34; onclick=&#34;1" rel="noreferrer noopener" target="_blank">x</a>',
        ),
        ("\ue0000\ue001<b>", "0b"),
    ],
)
def test_slacks_marks_become_html_and_nothing_else_does(said: str, html: str) -> None:
    assert mrkdwn(said, names={"U1": "Ada"}, moment=lambda at, form, fallback: f"at {at}") == html


def test_times_are_those_of_the_reader() -> None:
    shown = view("de")
    at = int(datetime(2026, 11, 23, 23, 30, tzinfo=UTC).timestamp())
    text = f"<!date^{at}^{{date_short_pretty}}|Mon>, <!date^{at}^{{time}}|23:30>, <!date^{at}^{{ago}}|ago>"
    message = Message("D0ADA", "1795528800.000001", text)
    assert "Heute, 00:30, ago" in Read(shown.message(message)).text  # midnight has passed in Berlin


def test_a_form_keeps_what_is_filled_in_while_it_is_changed() -> None:
    shown = view()
    field = {"type": "plain_text_input", "action_id": "a"}
    block = {"type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "What"}, "element": field}
    definition = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [block]}
    modal: Modal = shown.slack.put_on_top(shown.member, definition)
    modal.values["b"]["a"] = {"type": "plain_text_input", "value": "<i>kept</i>"}
    shown.slack.define(modal, definition)
    assert ("value", "<i>kept</i>") in Read(shown.form(modal, {})).attributes
