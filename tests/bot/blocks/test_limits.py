"""The validator refuses what Slack refuses."""

from typing import Any

import pytest

from tests.bot.limits import message_violations, view_violations


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hello") -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text)}


def button(**changed: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Undo"), "action_id": "a", "value": "v", **changed}


def options(number: int) -> list[dict[str, Any]]:
    return [{"text": plain(f"Option {index}"), "value": str(index)} for index in range(number)]


def select(**changed: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "placeholder": plain("Choose"), "options": options(2), **changed}


def chart(**changed: Any) -> dict[str, Any]:
    made = {
        "type": "bar",
        "series": [{"name": "Hours", "data": [{"label": "A", "value": 1}]}],
        "axis_config": {"categories": ["A"]},
        **changed,
    }
    return {"type": "data_visualization", "title": "Hours", "chart": made}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def table(*rows: list[str]) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]}


@pytest.mark.parametrize(
    "block",
    [
        section("<!date^1795420800^{time}|09:00> &amp; <@U1>"),
        actions(button(), select()),
        chart(),
        table(["Project", "Hours"], ["Apollo", "2"]),
        {"type": "divider"},
    ],
)
def test_what_slack_takes_passes(block: dict[str, Any]) -> None:
    assert message_violations({"text": "Hello", "blocks": [block]}) == []


@pytest.mark.parametrize(
    "block",
    [
        section(""),
        section("x" * 3001),
        section("👍" * 1501),
        section("<!channel> hello"),
        section("<https://evil.test|Apollo>"),
        section("Tom & Jerry"),
        {"type": "section"},
        {"type": "section", "fields": [mrkdwn("x")] * 11},
        {"type": "header", "text": mrkdwn("Hello")},
        {"type": "header", "text": plain("x" * 151)},
        {"type": "context", "elements": []},
        {"type": "context", "elements": [mrkdwn("x")] * 11},
        {"type": "carpet"},
        actions(),
        actions(button(), button()),
        actions(*(button(action_id=f"a{index}") for index in range(26))),
        actions(button(text=plain("x" * 76))),
        actions(button(text=mrkdwn("Undo"))),
        actions(button(value="x" * 2001)),
        actions(button(style="loud")),
        actions(
            button(confirm={"title": plain("x" * 101), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")})
        ),
        actions(select(options=options(101))),
        actions(select(options=options(1) * 2)),
        actions(select(options=[{"text": plain("x" * 76), "value": "1"}])),
        actions(select(options=[{"text": plain("x"), "value": "1" * 151}])),
        actions(select(initial_option=options(3)[2])),
        actions({"type": "overflow", "action_id": "o", "options": options(6)}),
        actions({"type": "datepicker", "action_id": "d", "initial_date": "25.11.2026"}),
        chart(axis_config={"categories": ["A", "B"]}),
        chart(series=[]),
        chart(type="radar"),
        table(["Project", "Hours"], ["Apollo"]),
        table(["Project"], [""]),
    ],
)
def test_what_slack_refuses_is_found(block: dict[str, Any]) -> None:
    assert message_violations({"text": "Hello", "blocks": [block]}) != []


@pytest.mark.parametrize(
    "message",
    [
        {"text": "", "blocks": [section()]},
        {"text": "x" * 4001, "blocks": [section()]},
        {"text": "<!here>", "blocks": [section()]},
        {"text": "Hello", "blocks": []},
        {"text": "Hello", "blocks": [section()] * 51},
        {"text": "Hello", "blocks": [section("x" * 2900)] * 4},
        {"text": "Hello", "blocks": [{**section(), "block_id": "b"}] * 2},
        {"text": "Hello", "blocks": [table(["A"]), table(["A"])]},
    ],
)
def test_a_message_is_looked_at_as_a_whole(message: dict[str, Any]) -> None:
    assert message_violations(message) != []


FIELD = {"type": "input", "block_id": "i", "label": plain("Day"), "element": {"type": "datepicker", "action_id": "d"}}
MODAL = {"type": "modal", "callback_id": "c", "title": plain("Title"), "close": plain("Close")}


def test_a_modal_with_an_input_has_a_submit_button() -> None:
    assert view_violations({**MODAL, "submit": plain("Save"), "blocks": [FIELD]}) == []
    assert view_violations({**MODAL, "blocks": [FIELD]}) != []


@pytest.mark.parametrize(
    "view",
    [
        {**MODAL, "title": plain("x" * 25), "blocks": [section()]},
        {**MODAL, "private_metadata": "x" * 3001, "blocks": [section()]},
        {**MODAL, "blocks": [chart()]},
        {**MODAL, "blocks": [section()] * 101},
        {**MODAL, "type": "home", "blocks": [section()]},
        {"type": "popup", "blocks": [section()]},
    ],
)
def test_a_view_is_looked_at_as_a_whole(view: dict[str, Any]) -> None:
    assert view_violations(view) != []
