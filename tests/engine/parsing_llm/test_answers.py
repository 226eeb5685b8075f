"""What the model answers becomes actions, or the rules answer in its place."""

import logging
from datetime import UTC, date, datetime

import httpx
import pytest
import respx

from clankerbot_engine.actions import CreateSchedule, LogTime, Summary
from tests.engine.parsing_llm.conftest import (
    LOG_APOLLO,
    NOW,
    TEXT,
    Reader,
    assert_rules_answered,
    only,
    reply,
)


async def test_an_answer_becomes_actions_resolved_against_the_catalogue(reader: Reader, deepseek: respx.Route) -> None:
    deepseek.return_value = reply(actions=[LOG_APOLLO | {"project": "apollo"}])
    result = await reader.read()
    assert result.parser == "llm"
    assert result.fallback_reason is None
    assert (result.timezone, result.now, result.text) == ("Europe/Berlin", NOW, TEXT)
    action = only(result)
    assert isinstance(action, LogTime)
    assert (action.parser, action.project, action.project_id) == ("llm", "Apollo", "p1")
    assert (action.duration_s, action.date, action.needs) == (7200, date(2026, 3, 30), ())
    assert reader.count("ok") == 1


async def test_a_project_that_is_not_in_the_catalogue_is_a_question(reader: Reader, deepseek: respx.Route) -> None:
    deepseek.return_value = reply(actions=[LOG_APOLLO | {"project": "Zeppelin"}])
    action = only(await reader.read())
    assert [need.field for need in action.needs] == ["project"]
    assert getattr(action, "project_id") is None  # noqa: B009


async def test_without_a_catalogue_names_stay_as_read(reader: Reader, deepseek: respx.Route) -> None:
    deepseek.return_value = reply(actions=[LOG_APOLLO])
    action = only(await reader.read(catalogue=None))
    assert isinstance(action, LogTime)
    assert (action.project, action.project_id, action.needs) == ("Apollo", None, ())


async def test_local_times_get_the_offset_of_the_zone_on_that_day(reader: Reader, deepseek: respx.Route) -> None:
    deepseek.return_value = reply(
        actions=[
            {"kind": "log_time", "start": "2026-03-28T09:00:00", "end": "2026-03-28T10:00"},
            {"kind": "log_time", "start": "2026-03-30T09:00:00", "end": "2026-03-30T09:00:00Z"},
        ]
    )
    winter, summer = (await reader.read()).actions
    assert isinstance(winter, LogTime)
    assert isinstance(summer, LogTime)
    assert winter.start == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert summer.start == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert summer.end == datetime(2026, 3, 30, 9, tzinfo=UTC)


async def test_nulls_mean_not_said(reader: Reader, deepseek: respx.Route) -> None:
    deepseek.return_value = reply(actions=[LOG_APOLLO | {"task": None, "tags": None, "start": None, "billable": None}])
    assert isinstance(only(await reader.read()), LogTime)


async def test_several_actions_keep_their_order(reader: Reader, deepseek: respx.Route) -> None:
    summary = {"kind": "summary", "from": "2026-03-01", "to": "2026-03-31", "group_by": "user", "scope": "team"}
    deepseek.return_value = reply(actions=[LOG_APOLLO, summary])
    first, second = (await reader.read()).actions
    assert isinstance(first, LogTime)
    assert isinstance(second, Summary)
    assert second.from_ == date(2026, 3, 1)


async def test_a_schedule_holds_an_action_that_was_read_too(reader: Reader, deepseek: respx.Route) -> None:
    weekly = {"kind": "summary", "group_by": "project", "confirmed": True}
    deepseek.return_value = reply(actions=[{"kind": "create_schedule", "cron": "0 17 * * 5", "action": weekly}])
    action = only(await reader.read("every Friday at 5pm sum up my week"))
    assert isinstance(action, CreateSchedule)
    assert isinstance(action.action, Summary)
    assert not action.action.confirmed


async def test_spans_are_found_in_the_text_and_not_taken_from_the_model(reader: Reader, deepseek: respx.Route) -> None:
    spans = [{"start": 0, "end": 10**9, "field": "project"}]
    deepseek.return_value = reply(
        actions=[LOG_APOLLO | {"spans": spans, "tags": ["meeting"], "description": "on Apollo"}]
    )
    text = "İstanbul: MEETING on Apollo"  # the first letter's lower case is two characters
    action = only(await reader.read(text))
    assert [(text[span.start : span.end], span.field) for span in action.spans] == [("Apollo", "project")]
    text = "a MEETING on apollo"
    action = only(await reader.read(text))
    assert [(text[span.start : span.end], span.field) for span in action.spans] == [
        ("MEETING", "tags"),
        ("apollo", "project"),
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(""), "blank_answer"),
        (reply("   \n  "), "blank_answer"),
        (
            httpx.Response(200, json={"choices": [{"finish_reason": "stop", "message": {"content": None}}]}),
            "blank_answer",
        ),
        (reply('{"actions": [{"kind": "log_ti', finish_reason="length"), "cut_answer"),
        (reply(actions=[LOG_APOLLO], finish_reason="length"), "cut_answer"),
        (reply(actions=[LOG_APOLLO], finish_reason="content_filter"), "cut_answer"),
        (reply(actions=[LOG_APOLLO], finish_reason="insufficient_system_resource"), "cut_answer"),
        (reply("Sure! Here are the actions."), "invalid_json"),
        (reply("[" * 100_000), "invalid_json"),
        (reply('{"actions": [{"kind": "log_time", "duration_s": NaN}]}'), "invalid_json"),
        (reply("[]"), "wrong_shape"),
        (reply('{"actions": {"kind": "status"}}'), "wrong_shape"),
        (reply('{"action": []}'), "wrong_shape"),
        (reply(actions=["status"]), "wrong_shape"),
        (reply(actions=[{"kind": "run_shell", "command": "ls"}]), "wrong_shape"),
        (reply(actions=[{"project": "Apollo"}]), "wrong_shape"),
        (reply(actions=[LOG_APOLLO | {"workspace_id": "64a687e29ae1f428e7ebe303"}]), "wrong_shape"),
        (reply(actions=[LOG_APOLLO | {"project": "x\x00y"}]), "wrong_shape"),
        (reply(actions=[LOG_APOLLO | {"duration_s": -60}]), "wrong_shape"),
        (reply(actions=[LOG_APOLLO | {"duration_s": 1000 * 3600}]), "wrong_shape"),
        (reply(actions=[LOG_APOLLO | {"date": "2026-02-30"}]), "wrong_shape"),
        (reply(actions=[{"kind": "log_time", "start": 1774951200}]), "wrong_shape"),
        (reply(actions=[{"kind": "log_time", "start": "9 am"}]), "wrong_shape"),
        (reply(actions=[{"kind": "create_schedule", "cron": "0 9 * * 1", "action": "summary"}]), "wrong_shape"),
        (reply(actions=[LOG_APOLLO | {"date": "1999-01-01"}]), "absurd_value"),
        (reply(actions=[LOG_APOLLO | {"date": "2077-01-01"}]), "absurd_value"),
        (reply(actions=[{"kind": "summary", "from": "1971-01-01", "to": "2026-03-31"}]), "absurd_value"),
        (
            reply(
                actions=[{"kind": "log_time", "start": "2026-03-31T09:00", "end": "2026-03-31T10:00", "duration_s": 60}]
            ),
            "absurd_value",
        ),
        (reply(actions=[{"kind": "log_time", "start": "2026-03-31T09:00", "date": "2026-03-30"}]), "absurd_value"),
        # The clocks went from 2 to 3 that night: these are two hours, whatever the clocks showed.
        (
            reply(
                actions=[
                    {"kind": "log_time", "start": "2026-03-29T01:00", "end": "2026-03-29T04:00", "duration_s": 10800}
                ]
            ),
            "absurd_value",
        ),
        (reply(actions=[LOG_APOLLO] * 11), "too_many_actions"),
        (reply(actions=[]), "not_understood"),
        (reply(actions=[{"kind": "unknown", "reason": "<!channel>"}]), "not_understood"),
        (reply(actions=[LOG_APOLLO, {"kind": "unknown"}]), "not_understood"),
        (httpx.Response(200, text="<html>"), "invalid_reply"),
        (httpx.Response(200, content=b"\xff\xfe"), "invalid_reply"),
        (httpx.Response(200, json={"choices": []}), "invalid_reply"),
        (httpx.Response(200, content=b"\n" * (2 * 1024 * 1024)), "invalid_reply"),
        (httpx.Response(400, json={"error": {"message": "max_tokens"}}), "refused"),
        (httpx.Response(422), "refused"),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), "refused"),
    ],
)
async def test_a_useless_answer_is_asked_for_once_and_the_rules_answer(
    reader: Reader, deepseek: respx.Route, answer: httpx.Response, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    deepseek.return_value = answer
    with caplog.at_level(logging.INFO):
        assert_rules_answered(await reader.read(), reason)
    assert deepseek.call_count == 1
    (line,) = (record for record in caplog.records if record.message == "llm_fallback")
    assert line.__dict__["reason"] == reason
    assert reader.count(reason) == 1


async def test_a_length_is_the_time_that_really_passes(reader: Reader, deepseek: respx.Route) -> None:
    night = {"kind": "log_time", "start": "2026-03-29T01:00", "end": "2026-03-29T04:00", "duration_s": 7200}
    deepseek.return_value = reply(actions=[night])
    assert (await reader.read()).parser == "llm"


async def test_empty_lines_before_the_answer_are_read_over(reader: Reader, deepseek: respx.Route) -> None:
    deepseek.return_value = httpx.Response(200, content=b"\n\n\n" + reply(actions=[LOG_APOLLO]).content)
    assert (await reader.read()).parser == "llm"
