"""`clankerbot run`: in this process and on a service, it says what became of it and how to take it back."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, Fault, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from tests.cli.conftest import Clankerbot
from tests.cli.serving import serving


@pytest.fixture
def state() -> SandboxState:
    return seeded_state(datetime.now(UTC))


@pytest.fixture
def here(state: SandboxState) -> Iterator[dict[str, str]]:
    """Settings for running in this process, against a sandbox on a local port."""
    with serving(create_sandbox(state)) as url:
        yield {"CLOCKIFY_API_KEY": DEMO_API_KEY, "CLOCKIFY_BASE_URL": f"{url}/api"}


def written(state: SandboxState, before: set[str]) -> list[TimeEntry]:
    return [entry for entry_id, entry in state.entries.items() if entry_id not in before]


def test_a_text_becomes_a_time_entry_and_is_undone(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    result = clankerbot("run", "log 2h on Apollo yesterday", env=here)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("done: ")
    assert "Apollo" in result.stdout
    assert "Undo with: clankerbot run undo" in result.stdout
    (entry,) = written(state, before)
    assert entry.end is not None
    assert (entry.end - entry.start).total_seconds() == 7200
    assert clankerbot("run", "undo", env=here).exit_code == 0
    assert written(state, before) == []


def test_json_is_an_api_response_with_its_results(clankerbot: Clankerbot, here: dict[str, str]) -> None:
    answer = json.loads(clankerbot("run", "log", "2h", "on", "Apollo", "yesterday", "--json", env=here).stdout)
    assert answer["ok"] is True
    assert answer["error"] is None
    (result,) = answer["data"]
    assert result["status"] == "done"
    assert result["undoable"] is True
    assert result["entry"]["duration_s"] == 7200


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    result = clankerbot("run", "log 2h on Apollo yesterday", "--dry-run", env=here)
    assert result.exit_code == 0
    assert result.stdout.startswith("would: ")
    assert "Undo" not in result.stdout
    assert written(state, before) == []


def test_the_same_key_writes_once(clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]) -> None:
    before = set(state.entries)
    first, again = (clankerbot("run", "log 2h on Apollo yesterday", "--key", "monday", env=here) for _ in range(2))
    assert first.exit_code == again.exit_code == 0
    assert "done before" not in first.stdout
    assert "done before" in again.stdout
    assert len(written(state, before)) == 1


def test_without_a_key_the_same_words_are_two_requests(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    for _ in range(2):
        clankerbot("run", "log 15m on Apollo yesterday", env=here)
    assert len(written(state, before)) == 2


def test_a_question_is_asked_with_its_choices_and_exits_with_3(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    result = clankerbot("run", "log 30h on Apollo yesterday", env=here)
    assert result.exit_code == 3, result.output
    assert "Traceback" not in result.output
    assert written(state, before) == []
    answer = json.loads(clankerbot("run", "log 30h on Apollo yesterday", "--json", env=here).stdout)
    assert answer["error"]["code"] == "needs_input"


def test_what_looks_doubtful_is_taken_as_meant_with_yes(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    asked = clankerbot("run", "log 30h on Apollo last monday", env=here)
    assert asked.exit_code == 3
    assert "add --yes if it is right" in asked.stderr
    meant = clankerbot("run", "log 30h on Apollo last monday", "--yes", env=here)
    assert meant.exit_code == 0, meant.output
    (entry,) = written(state, before)
    assert entry.end is not None
    assert (entry.end - entry.start).total_seconds() == 30 * 3600


def test_an_unsure_reading_is_carried_out_with_yes(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    asked = clankerbot("run", "invoice for Apollo: 2h", env=here)
    assert asked.exit_code == 3
    assert asked.stderr.splitlines()[1:] == ["Add --yes if it is right, or say it in other words."]
    assert written(state, before) == []
    assert clankerbot("run", "invoice for Apollo: 2h", "--yes", env=here).exit_code == 0
    (entry,) = written(state, before)
    assert entry.description == "invoice"


def test_yes_is_no_answer_to_which_project(clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]) -> None:
    before = set(state.entries)
    result = clankerbot("run", "log 2h on Nonsuch", "--yes", env=here)
    assert result.exit_code == 3
    assert "Nonsuch" in result.stderr
    assert written(state, before) == []


def test_help_is_a_list(clankerbot: Clankerbot, here: dict[str, str]) -> None:
    result = clankerbot("run", "help", env=here)
    first, *examples = result.stdout.splitlines()
    assert first == "done: You can type, for example:"
    assert "  log 2h on Apollo yesterday" in examples
    assert all(line.startswith("  ") and len(line) < 100 for line in examples)


def test_a_summary_is_a_table(clankerbot: Clankerbot, here: dict[str, str]) -> None:
    result = clankerbot("run", "summary last week by project", env=here)
    assert result.exit_code == 0, result.output
    assert re.search(r"^ +Internal +\d+h", result.stdout, re.MULTILINE)
    assert re.search(r"^ +Total +\d+h", result.stdout, re.MULTILINE)


def test_what_was_not_read_is_said_beside_the_answer(clankerbot: Clankerbot, here: dict[str, str]) -> None:
    result = clankerbot("run", "would the projects be visible somewhere?", env=here)
    assert result.exit_code == 0, result.output
    assert "  ! Not read: be visible somewhere\n" in result.stdout
    assert "Apollo" in result.stdout
    assert "Not read" not in clankerbot("run", "list projects", env=here).stdout


def test_a_wrong_key_is_told_in_words(clankerbot: Clankerbot, here: dict[str, str]) -> None:
    result = clankerbot("run", "status", env={**here, "CLOCKIFY_API_KEY": "wrong-key-0123456789"})
    assert result.exit_code == 1
    assert "refused the key" in result.stderr
    assert "Traceback" not in result.output
    assert "wrong-key" not in result.output


def test_where_the_service_is_may_stand_in_the_file_as_any_setting(clankerbot: Clankerbot) -> None:
    Path(".env").write_text("CLANKERBOT_URL=http://127.0.0.1:9\nCLANKERBOT_TOKEN=no\u00a0token\n")
    result = clankerbot("run", "status")
    assert result.exit_code == 2
    assert "CLANKERBOT_TOKEN: the value given (not shown) is not valid" in result.stderr
    result = clankerbot("run", "status", env={"CLANKERBOT_URL": "nowhere"})
    assert "CLANKERBOT_URL: 'nowhere' is not a URL" in result.stderr
    result = clankerbot("run", "status", env={"CLANKERBOT_TOKEN": ""})
    assert "Clockify is not set up" in result.stderr


def test_without_a_key_it_says_what_to_set(clankerbot: Clankerbot) -> None:
    result = clankerbot("run", "log 2h on Apollo")
    assert result.exit_code == 1
    for name in ("CLOCKIFY_API_KEY", "CLANKERBOT_URL", "CLANKERBOT_TOKEN"):
        assert name in result.stderr
    told = json.loads(clankerbot("run", "log 2h on Apollo", "--json").stdout)["error"]
    assert (told["code"], told["retryable"]) == ("not_ready", False)


def test_a_write_whose_answer_is_lost_is_written_once(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    clankerbot("run", "list projects", env=here)
    state.faults.add(Fault("drop", after=True, method="POST", path="*/time-entries"))
    result = clankerbot("run", "log 2h on Apollo yesterday", env=here)
    assert result.exit_code == 0, result.output
    assert len(written(state, before)) == 1


@pytest.mark.parametrize("key", ["", "two words", "k" * 256, "ключ"])
def test_a_key_that_cannot_be_sent_is_wrong_use(clankerbot: Clankerbot, key: str) -> None:
    result = clankerbot("run", "status", "--key", key)
    assert result.exit_code == 2
    assert "visible ASCII" in result.stderr


class Service:
    """Answers `POST /actions/run` as it is told, and remembers what it was asked."""

    def __init__(self, answer: dict[str, Any], status: int = 200, reading: dict[str, Any] | None = None) -> None:
        self._answer, self._status, self._reading = answer, status, reading
        self.scopes: list[dict[str, Any]] = []
        self.bodies: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.scopes.append(scope)
        self.bodies.append(json.loads((await receive())["body"]))
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": self._status, "headers": headers})
        is_parse = scope["path"] == "/actions/parse"
        answer = {**self._answer, "data": self._reading} if is_parse else self._answer
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


def on(url: str) -> dict[str, str]:
    return {"CLANKERBOT_URL": url, "CLANKERBOT_TOKEN": "clank_token"}


RESULT: dict[str, Any] = {
    "action": {"kind": "log_time"},
    "status": "done",
    "message": "Logged 2h on Apollo.\x1b[2J",
    "undoable": True,
    "replayed": False,
    "warnings": [{"code": "overlap", "message": "It overlaps with Standup."}],
}


def answer_with(results: list[dict[str, Any]] | None, error: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"ok": error is None, "data": results, "error": error, "request_id": "01J"}


def test_with_a_token_the_service_does_it(clankerbot: Clankerbot) -> None:
    service = Service(answer_with([RESULT]))
    with serving(service) as url:
        result = clankerbot("run", "log 2h on Apollo", "--dry-run", "--timezone", "Asia/Tokyo", env=on(url))
    assert result.exit_code == 0
    assert service.bodies == [{"text": "log 2h on Apollo", "timezone": "Asia/Tokyo"}]
    (scope,) = service.scopes
    assert scope["path"] == "/actions/run"
    assert scope["query_string"] == b"llm=false&dry_run=true"
    assert dict(scope["headers"])[b"authorization"] == b"Bearer clank_token"
    assert dict(scope["headers"])[b"idempotency-key"].startswith(b"cli-")


def test_yes_has_the_service_read_the_text_and_then_run_what_it_read(clankerbot: Clankerbot) -> None:
    read: list[dict[str, Any]] = [
        {"kind": "log_time", "needs": []},
        {"kind": "log_time", "needs": [{"field": "project"}]},
        {"kind": "log_time", "needs": [{"field": "confirmed"}]},
    ]
    service = Service(answer_with([RESULT]), reading={"actions": read})
    with serving(service) as url:
        assert clankerbot("run", "1h a and 2h b", "--yes", "--llm", env=on(url)).exit_code == 0
    assert [scope["path"] for scope in service.scopes] == ["/actions/parse", "/actions/run"]
    assert service.scopes[0]["query_string"] == b"llm=true"
    meant = {"kind": "log_time", "needs": [], "confirmed": True}
    assert service.bodies[1] == {"actions": [meant, read[1], meant]}


def test_entries_are_shown_in_the_persons_time(clankerbot: Clankerbot) -> None:
    entry = {"start": "2026-04-21T17:00:00+09:00", "end": "2026-04-21T18:30:00+09:00", "duration_s": 5400}
    entry |= {"project": "Apollo", "task": None, "description": "review"}
    with serving(Service(answer_with([{**RESULT, "undoable": False, "warnings": [], "entries": [entry]}]))) as url:
        told = clankerbot("run", "list entries", env=on(url)).stdout
    assert re.search(r"^  Tue 2026-04-21  17:00-18:30  1h 30m  Apollo  review$", told, re.MULTILINE)


def test_receipt_and_warnings_are_shown_without_control_characters(clankerbot: Clankerbot) -> None:
    with serving(Service(answer_with([RESULT]))) as url:
        result = clankerbot("run", "log 2h on Apollo", env=on(url))
    assert result.stdout == (
        "done: Logged 2h on Apollo.�[2J\n  ! It overlaps with Standup.\nUndo with: clankerbot run undo\n"
    )


def test_what_the_service_refuses_is_told_as_it_said_it(clankerbot: Clankerbot) -> None:
    need = {"field": "project", "reason": "Which one?", "choices": [{"value": "Apollo", "label": "Apollo (Northwind)"}]}
    error = {"code": "needs_input", "message": "Which project is it?", "details": {"needs": [need]}}
    with serving(Service(answer_with(None, error), 409)) as url:
        result = clankerbot("run", "log 2h", env=on(url))
        document = clankerbot("run", "log 2h", "--json", env=on(url))
    assert result.exit_code == document.exit_code == 3
    for words in ("Which project is it?", "Which one?", "- Apollo (Northwind)"):
        assert words in result.stderr
    assert json.loads(document.stdout)["error"]["code"] == "needs_input"


def test_what_failed_among_others_is_shown_with_the_others(clankerbot: Clankerbot) -> None:
    error = {"code": "upstream_error", "message": "Clockify has trouble (503).", "details": {}}
    failed = {**RESULT, "status": "failed", "message": "Not logged.", "undoable": False, "error": error, "warnings": []}
    with serving(Service(answer_with([RESULT, failed], error), 502)) as url:
        result = clankerbot("run", "1h a and 1h b", env=on(url))
    assert result.exit_code == 1
    assert "done: Logged 2h" in result.stdout
    assert "failed: Clockify has trouble (503)." in result.stdout


AWAY: dict[str, Any] = {"kind": "server_error", "status": 503, "method": "POST", "times": None, "retry_after": 600}


def test_what_cannot_be_done_now_is_kept_on_request(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    before = set(state.entries)
    state.faults.add(Fault(**AWAY))
    refused = clankerbot("run", "log 2h on Apollo yesterday", "--key", "k", env=here)
    assert refused.exit_code == 1
    assert "Add --keep" in refused.stdout
    kept = clankerbot("run", "log 2h on Apollo yesterday", "--key", "k", "--keep", env=here)
    assert kept.exit_code == 0, kept.output
    assert kept.stdout.startswith("kept: ")
    (listed,) = json.loads(clankerbot("pending", "list", "--json").stdout)["data"]
    assert (listed["state"], listed["principal"]) == ("waiting", "cli")
    assert listed["id"] in kept.stdout
    assert "log_time" in clankerbot("pending", "list").stdout
    assert written(state, before) == []


def test_what_is_kept_is_discarded(clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]) -> None:
    state.faults.add(Fault(**AWAY))
    clankerbot("run", "log 2h on Apollo yesterday", "--keep", env=here)
    (waiting,) = json.loads(clankerbot("pending", "list", "--json").stdout)["data"]
    assert "Discarded" in clankerbot("pending", "discard", waiting["id"]).stdout
    assert "Nothing waits" in clankerbot("pending", "list").stdout
    assert "discarded" in clankerbot("pending", "show", waiting["id"]).stdout
    again = clankerbot("pending", "discard", waiting["id"])
    assert (again.exit_code, "discarded" in again.stderr) == (1, True)
    assert "discard pending request" in clankerbot("audit").stdout
    assert clankerbot("pending", "show", "nothing").exit_code == 1


def test_what_a_service_keeps_is_listed_shown_and_discarded_there(clankerbot: Clankerbot) -> None:
    document = {
        "id": "01M8D1Y99DGMV6KSARFX0G2BS3",
        "state": "waiting",
        "said_at": "2026-11-24T14:00:00Z",
        "idempotency_key": "k",
        "actions": [{"kind": "log_time"}],
        "attempts": 2,
        "due_at": "2026-11-24T14:05:00Z",
        "error": {"code": "upstream_error", "message": "Clockify has trouble (503)."},
        "results": None,
        "ended_at": None,
    }
    asked: list[tuple[str, str]] = []

    async def service(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        asked.append((scope["method"], scope["path"]))
        found = [document] if scope["path"] == "/pending" else document
        body = json.dumps({"ok": True, "data": found, "error": None, "request_id": "01J"}).encode()
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    with serving(service) as url:
        listed = clankerbot("pending", "list", env=on(url)).stdout
        for word in (str(document["id"]), "2026-11-24 14:05:00", "Clockify has trouble"):
            assert word in listed
        assert "waiting" in clankerbot("pending", "show", str(document["id"]).lower(), env=on(url)).stdout
        assert "Discarded" in clankerbot("pending", "discard", str(document["id"]), env=on(url)).stdout
        assert clankerbot("pending", "discard", "../../x", env=on(url)).exit_code == 1
    one = f"/pending/{document['id']}"
    assert asked == [("GET", "/pending"), ("GET", one), ("DELETE", one)]
