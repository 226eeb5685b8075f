"""Whatever is sent, the answer is a 4xx in our shape that names the field, and costs little."""

import json
from typing import Any

import httpx
import pytest

from tests.fakes.services import Service, data_of, error_of

PATHS = ["/actions/parse", "/actions/run", "/schedules", "/subscriptions"]
DEEP = 100_000

NO_JSON = {
    "binary": bytes(range(256)),
    "not UTF-8": b'{"text":"\xff\xfe"}',
    "NaN": b'{"other":NaN}',
    "1e999 alone": b"1e999",
    "half": b'{"text":',
    "deep lists": b"[" * DEEP,
    "deep lists, closed": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    "two documents": b'{"text":"a"}{"text":"b"}',
    "single quotes": b"{'text':'a'}",
    "a lone high surrogate": rb'{"text":"\ud800"}',
    "a lone low surrogate": rb'{"text":"\udc00 x"}',
    "a surrogate in a key": rb'{"\ud800":1}',
    "a byte order mark": b'\xef\xbb\xbf{"text":"a"}',
    "UTF-16": '{"text":"a"}'.encode("utf-16"),
    "a number with 200,000 digits": b'{"text":' + b"9" * 200_000 + b"}",
    "multipart": b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\na\r\n--x--',
}
NO_OBJECT = {
    "null": b"null",
    "a list": b"[]",
    "a string": b'"text"',
    "a number": b"7",
    "a list of objects": b'[{"text":"a"}]',
    "empty": b"",
    "many unknown fields": b"{" + b",".join(b'"%d":1' % n for n in range(20_000)) + b"}",
    "a huge list": b'{"actions":[' + b",".join([b"0"] * 100_000) + b"]}",
    "a huge list in an action": b'{"actions":[{"kind":"log_time","spans":[' + b",".join([b"0"] * 80_000) + b"]}]}",
    "a huge catalogue": b'{"text":"a","catalogue":{"projects":[' + b",".join([b"0"] * 80_000) + b"]}}",
    "very many tasks": b'{"text":"a","catalogue":{"projects":[{"name":"a","tasks":[' + b"0," * 80_000 + b"0]}]}}",
    "an unknown field that nests": b'{"tags":[1,2,{"a":[]}]}',
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON.keys())
async def test_what_is_no_json_is_a_bad_request(api: httpx.AsyncClient, body: bytes) -> None:
    for path in PATHS:
        answer = await api.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), path
        assert error_of(answer, answer.status_code, "validation_error")["details"]["field"]
        assert len(answer.content) < 4000


@pytest.mark.parametrize("body", NO_OBJECT.values(), ids=NO_OBJECT.keys())
async def test_what_is_not_of_the_shape_is_named(api: httpx.AsyncClient, body: bytes) -> None:
    for path in PATHS:
        answer = await api.post(path, content=body, headers={"Content-Type": "application/json"})
        assert error_of(answer, 422, "validation_error")["details"]["field"], path
        assert len(answer.content) < 6000


async def test_ten_megabytes_are_refused_before_they_are_read(api: httpx.AsyncClient) -> None:
    for path in PATHS:
        error_of(await api.post(path, content=b"x" * 10_000_000), 413, "payload_too_large")


PARSE = {
    "no text": ({}, "text"),
    "null text": ({"text": None}, "text"),
    "a number": ({"text": 7}, "text"),
    "a list": ({"text": ["log 2h"]}, "text"),
    "empty text": ({"text": ""}, "text"),
    "blank text": ({"text": " \n\t"}, "text"),
    "NUL": ({"text": "log\x002h"}, "text"),
    "a text of 100,000 characters": ({"text": "a" * 100_000}, "text"),
    "an unknown zone": ({"text": "help", "timezone": "Mars/Olympus"}, "timezone"),
    "a zone that is a path": ({"text": "help", "timezone": "../../etc/passwd"}, "timezone"),
    "a zone that is a folder": ({"text": "help", "timezone": "Europe"}, "timezone"),
    "a zone with NUL": ({"text": "help", "timezone": "UTC\x00"}, "timezone"),
    "an empty zone": ({"text": "help", "timezone": ""}, "timezone"),
    "a zone that is a number": ({"text": "help", "timezone": 1}, "timezone"),
    "a time that is none": ({"text": "help", "now": "yesterday"}, "now"),
    "a time as a number": ({"text": "help", "now": 1764000000}, "now"),
    "a time too early": ({"text": "help", "now": "1969-12-31T23:59:59Z"}, "now"),
    "a time too late": ({"text": "help", "now": "2100-01-01T00:00:00Z"}, "now"),
    "the year 1": ({"text": "help", "now": "0001-01-01T00:00:00+14:00"}, "now"),
    "the year 9999": ({"text": "help", "now": "9999-12-31T23:59:59-14:00"}, "now"),
    "the year 10000": ({"text": "help", "now": "10000-01-01T00:00:00Z"}, "now"),
    "a catalogue that is a list": ({"text": "help", "catalogue": []}, "catalogue"),
    "a project without a name": ({"text": "help", "catalogue": {"projects": [{}]}}, "catalogue.projects.0.name"),
    "a tag with NUL": ({"text": "help", "catalogue": {"tags": ["a\x00"]}}, "catalogue.tags.0.name"),
    "an unknown field": ({"text": "help", "tz": "UTC"}, "tz"),
}


@pytest.mark.parametrize(("body", "field"), PARSE.values(), ids=PARSE.keys())
async def test_a_wrong_field_of_a_reading_is_named(api: httpx.AsyncClient, body: Any, field: str) -> None:
    answer = await api.post("/actions/parse", json=body)
    assert error_of(answer, 422, "validation_error")["details"]["field"] == field


LOG = {"kind": "log_time", "duration_s": 3600, "project": "Apollo"}
RUN = {
    "neither": ({}, "text"),
    "both": ({"text": "help", "actions": [LOG]}, "actions"),
    "no actions": ({"actions": []}, "actions"),
    "too many": ({"actions": [{"kind": "help"}] * 101}, "actions"),
    "no object": ({"actions": ["log_time"]}, "actions.0"),
    "no kind": ({"actions": [{}]}, "actions.0.kind"),
    "an unknown kind": ({"actions": [{"kind": "launch"}]}, "actions.0.kind"),
    "a kind that is a number": ({"actions": [{"kind": 7}]}, "actions.0.kind"),
    "the second": ({"actions": [{"kind": "help"}, {"kind": "launch"}]}, "actions.1.kind"),
    "a negative duration": ({"actions": [{**LOG, "duration_s": -1}]}, "actions.0.duration_s"),
    "a huge duration": ({"actions": [{**LOG, "duration_s": 10**30}]}, "actions.0.duration_s"),
    "half a second": ({"actions": [{**LOG, "duration_s": 0.5}]}, "actions.0.duration_s"),
    "yes for a duration": ({"actions": [{**LOG, "duration_s": True}]}, "actions.0.duration_s"),
    "a duration in quotes": ({"actions": [{**LOG, "duration_s": "7200"}]}, "actions.0.duration_s"),
    "seconds since 1970 for a date": ({"actions": [{**LOG, "date": 86400}]}, "actions.0.date"),
    "digits for a date": ({"actions": [{**LOG, "date": "86400"}]}, "actions.0.date"),
    "seconds since 1970 for a start": ({"actions": [{**LOG, "start": 1700000000}]}, "actions.0.start"),
    "digits for a start": ({"actions": [{**LOG, "start": "1700000000"}]}, "actions.0.start"),
    "a date that is none": ({"actions": [{**LOG, "date": "2026-02-30"}]}, "actions.0.date"),
    "a date out of range": ({"actions": [{**LOG, "date": "9999-12-31"}]}, "actions.0.date"),
    "a start without an offset": ({"actions": [{**LOG, "start": "2026-11-24T09:00:00"}]}, "actions.0.start"),
    "an end before its start": (
        {"actions": [{**LOG, "start": "2026-11-24T09:00:00Z", "end": "2026-11-24T08:00:00Z"}]},
        "actions.0",
    ),
    "NUL in a description": ({"actions": [{**LOG, "description": "a\x00b"}]}, "actions.0.description"),
    "an id that is a path": ({"actions": [{**LOG, "project_id": "../users"}]}, "actions.0.project_id"),
    "an unknown field": ({"actions": [{**LOG, "colour": "red"}]}, "actions.0.colour"),
    "an unknown kind within": (
        {"actions": [{"kind": "create_schedule", "cron": "0 9 * * 1", "action": {"kind": "launch"}}]},
        "actions.0.action.kind",
    ),
    "an unknown zone": ({"text": "help", "timezone": "Mars/Olympus"}, "timezone"),
}


@pytest.mark.parametrize(("body", "field"), RUN.values(), ids=RUN.keys())
async def test_a_wrong_field_of_a_run_is_named(api: httpx.AsyncClient, body: Any, field: str) -> None:
    answer = await api.post("/actions/run", json=body)
    assert error_of(answer, 422, "validation_error")["details"]["field"] == field


@pytest.mark.parametrize("number", ["1e999", "-1e999", "Infinity", "NaN", "1" * 5000])
async def test_numbers_that_are_none_are_refused(api: httpx.AsyncClient, number: str) -> None:
    body = f'{{"actions":[{{"kind":"log_time","duration_s":{number}}}]}}'
    answer = await api.post("/actions/run", content=body)
    assert answer.status_code in (400, 422)
    error_of(answer, answer.status_code, "validation_error")


CHOICE = '{"actions":[{"kind":"help","needs":[{"field":"a","reason":"b","choices":[{"label":"c","value":%s}]}]}]}'


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "Infinity", "NaN", "18446744073709551616", "-9223372036854775809"]
)
async def test_numbers_that_could_not_be_written_again_are_refused_where_any_value_may_be(
    api: httpx.AsyncClient, number: str
) -> None:
    error = error_of(await api.post("/actions/run", content=CHOICE % number), 422, "validation_error")
    assert error["details"]["field"] == "actions.0.needs.0.choices.0.value"


@pytest.mark.parametrize("value", ["9223372036854775807", '"18446744073709551616"', '"NaN"'])
async def test_what_only_looks_like_such_a_number_is_read(api: httpx.AsyncClient, value: str) -> None:
    answer = await api.post("/actions/run", content=CHOICE % value)
    error_of(answer, 409, "needs_input")


@pytest.mark.parametrize("query", ["llm=maybe", "llm=", "llm=true&llm=maybe", "llm=%00", "llm=%FF"])
async def test_a_flag_that_is_none_is_named(api: httpx.AsyncClient, query: str) -> None:
    answer = await api.post(f"/actions/parse?{query}", json={"text": "help"})
    assert error_of(answer, 422, "validation_error")["details"]["field"] == "llm"


@pytest.mark.parametrize("key", [b"", b"two words", b"\xc3\xa9", b"\xff", b"x" * 256, b"a\tb", b"a\x7f"])
async def test_an_idempotency_key_that_is_none_is_named(api: httpx.AsyncClient, key: bytes) -> None:
    answer = await api.post("/actions/run", json={"text": "help"}, headers=[(b"Idempotency-Key", key)])
    assert error_of(answer, 422, "validation_error")["details"]["field"] == "Idempotency-Key"


async def test_two_idempotency_keys_are_none(api: httpx.AsyncClient) -> None:
    headers = [("Idempotency-Key", "one"), ("Idempotency-Key", "two")]
    answer = await api.post("/actions/run", json={"text": "help"}, headers=headers)
    assert error_of(answer, 422, "validation_error")["details"]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    "text",
    [
        "סיימתי שעתיים על Apollo אתמול",
        "سجل ساعتين على أبولو",
        "log 2h on Apollo 🚀👩‍👩‍👧‍👦 yesterday",
        "log 2h on Müller GmbH ‮evil",
        "z̷̢̛a̸l̵g̶o̷ 2h",
        "\U0001f469\U0001f3fd",
        "\ufeff2h on Apollo",
        "a" * 10_000,
    ],
)
async def test_unusual_letters_are_ordinary_text(api: httpx.AsyncClient, text: str) -> None:
    data = data_of(await api.post("/actions/parse", json={"text": text}))
    assert data["text"] == text


async def test_of_a_key_sent_twice_the_last_counts(api: httpx.AsyncClient) -> None:
    data = data_of(await api.post("/actions/parse", content=b'{"text":"stop","text":"help"}'))
    assert data["text"] == "help"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", "image/png", "\x7f"])
async def test_json_is_json_whatever_it_is_called(api: httpx.AsyncClient, content_type: str) -> None:
    """curl -d says that it sends a form."""
    body = json.dumps({"text": "help"})
    data_of(await api.post("/actions/parse", content=body, headers={"Content-Type": content_type}))


async def test_a_large_catalogue_is_read(api: httpx.AsyncClient) -> None:
    projects = [{"name": f"Project {n}", "tasks": ["Design"]} for n in range(4000)]
    data_of(await api.post("/actions/parse", json={"text": "help", "catalogue": {"projects": projects}}))


async def test_hostile_ids_in_paths_are_not_found(service: Service, api: httpx.AsyncClient) -> None:
    for hostile in ("%00", "%0A", "..%2F..%2Fetc", "'%20OR%201=1", "%F0%9F%92%A9", "x" * 5000, "%FF"):
        for path in (f"/schedules/{hostile}", f"/subscriptions/{hostile}"):
            answer = await api.delete(path)
            error_of(answer, 404, "not_found")
