"""German, the second language: for a person whose locale is German. It is Wednesday, 13 May 2026, 16:10 in Berlin."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from clankerbot_engine import parsing
from clankerbot_engine.actions import Unknown
from clankerbot_engine.parsing.languages.german.reasons import REASONS
from clankerbot_engine.parsing.splitting import MAX_CLAUSES
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import asked, fields, read, read_one

GERMAN = Preferences(locale="de-DE")


def said(text: str) -> dict[str, Any]:
    return fields(read_one(text, preferences=GERMAN))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2 Std", 7200), ("2 Std.", 7200), ("3 Stunden", 10800), ("drei Stunden", 10800), ("eine Stunde", 3600),
        ("1,5 Stunden", 5400), ("2,25h", 8100), ("anderthalb Stunden", 5400), ("eineinhalb Stunden", 5400),
        ("dreieinhalb Stunden", 12600), ("eine halbe Stunde", 1800), ("eine Viertelstunde", 900),
        ("Viertelstunde", 900), ("eine Dreiviertelstunde", 2700), ("fünfundvierzig Minuten", 2700),
        ("fuenf Minuten", 300), ("2 Std 20 Min", 8400), ("2 Stunden und 10 Minuten", 7800), ("1:45 Std", 6300),
        ("2h30", 9000), ("knapp 2 Stunden", 7200), ("2 Stunden insgesamt", 7200),
        ("zweieinviertel Stunden", 8100), ("zwei dreiviertel Stunden", 9900), ("eine und eine halbe Stunde", 5400),
        ("ne halbe Stunde", 1800), ("mindestens 2h", 7200), ("3 mal 20 Minuten", 3600),
    ],
)  # fmt: skip
def test_lengths(written: str, seconds: int) -> None:
    for text in (
        f"{written} an Falcon",
        f"Falcon {written}",
        f"buche {written} auf Falcon",
        f"gestern {written} Falcon",
    ):
        action = said(text)
        assert (action["kind"], action["project"], action["duration_s"]) == ("log_time", "Falcon", seconds), text
        assert "description" not in action


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("heute", "2026-05-13"), ("gestern", "2026-05-12"), ("vorgestern", "2026-05-11"), ("am Montag", "2026-05-11"),
        ("letzten Freitag", "2026-05-08"), ("vor 3 Tagen", "2026-05-10"), ("vor einer Woche", "2026-05-06"),
        ("am 7. Mai", "2026-05-07"), ("am siebten Mai", "2026-05-07"), ("7.5.", "2026-05-07"),
        ("am 24. Dezember", "2025-12-24"), ("3. März", "2026-03-03"), ("3. Maerz", "2026-03-03"),
        ("3/4", "2026-04-03"), ("heute Morgen", "2026-05-13"), ("gestern Abend", "2026-05-12"),
        ("am 3. des Monats", "2026-05-03"), ("am 3. letzten Monats", "2026-04-03"), ("am dritten", "2026-05-03"),
        ("am letzten Arbeitstag", "2026-05-12"), ("am ersten Arbeitstag des Monats", "2026-05-01"),
        ("am Ostermontag", "2026-04-06"), ("Heiligabend", "2025-12-24"), ("Montag nächste Woche", "2026-05-18"),
        ("Freitag vorletzter Woche", "2026-05-01"), ("vor nem Monat", "2026-04-13"),
        ("Montag KW 19", "2026-05-04"), ("Mittwoch in KW 18", "2026-04-29"), ("vorletzten Montag", "2026-05-04"),
        ("Dienstag vor einer Woche", "2026-05-05"), ("letzten Monat am 3.", "2026-04-03"),
        ("letzte Woche Montag", "2026-05-04"), ("am letzten Tag im April", "2026-04-30"),
    ],
)  # fmt: skip
def test_days(written: str, day: str) -> None:
    for text in (f"{written} 2h Falcon", f"2h Falcon {written}", f"2 Stunden an Falcon {written}: Kabelbaum"):
        action = said(text)
        assert (action["project"], action["date"], action["duration_s"]) == ("Falcon", day, 7200), text


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("von 9 bis 11:30", "13T09:00", "13T11:30"), ("9-11 Uhr", "13T09:00", "13T11:00"),
        ("von 9 Uhr bis 10 Uhr", "13T09:00", "13T10:00"), ("zwischen 10 und 12", "13T10:00", "13T12:00"),
        ("von 13 Uhr bis halb drei", "13T13:00", "13T14:30"), ("14 Uhr 15 bis 15 Uhr 30", "13T14:15", "13T15:30"),
        ("von Viertel nach neun bis Viertel vor elf", "13T09:15", "13T10:45"), ("seit 14 Uhr", "13T14:00", "13T16:10"),
        ("von viertel nach 9 bis dreiviertel 11", "13T09:15", "13T10:45"), ("viertel 9 bis 10", "13T08:15", "13T10:00"),
        ("gestern von 14 bis 16 Uhr", "12T14:00", "12T16:00"), ("die letzten 40 Minuten", "13T15:30", "13T16:10"),
        ("gestern Abend von 8 bis 10", "12T20:00", "12T22:00"), ("die letzte Stunde", "13T15:10", "13T16:10"),
    ],
)  # fmt: skip
def test_stretches(written: str, start: str, end: str) -> None:
    for text in (f"{written} Falcon", f"Falcon {written}", f"buche Falcon {written}"):
        action = said(text)
        assert (action["start"][8:16], action["end"][8:16]) == (start, end), text


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("diese Woche", "2026-05-11", "2026-05-17"), ("letzte Woche", "2026-05-04", "2026-05-10"),
        ("letzten Monat", "2026-04-01", "2026-04-30"), ("dieses Jahr", "2026-01-01", "2026-12-31"),
        ("der letzten 7 Tage", "2026-05-07", "2026-05-13"), ("im April", "2026-04-01", "2026-04-30"),
        ("vom 1. bis 12. Mai", "2026-05-01", "2026-05-12"), ("1.-12.5.", "2026-05-01", "2026-05-12"),
        ("seit Montag", "2026-05-11", "2026-05-13"), ("KW 19", "2026-05-04", "2026-05-10"),
        ("Q1", "2026-01-01", "2026-03-31"), ("letztes Quartal", "2026-01-01", "2026-03-31"),
        ("Vormonat", "2026-04-01", "2026-04-30"), ("20. KW", "2026-05-11", "2026-05-17"),
        ("zweite Jahreshälfte 2025", "2025-07-01", "2025-12-31"), ("seit Jahresanfang", "2026-01-01", "2026-05-13"),
        ("vorletzte Woche", "2026-04-27", "2026-05-03"), ("1. Quartal", "2026-01-01", "2026-03-31"),
        ("erstes Halbjahr", "2026-01-01", "2026-06-30"), ("1. Halbjahr 2025", "2025-01-01", "2025-06-30"),
        ("Kalenderwoche 19", "2026-05-04", "2026-05-10"), ("bisher diese Woche", "2026-05-11", "2026-05-13"),
        ("diesen Monat bis gestern", "2026-05-01", "2026-05-12"), ("zweite Woche im April", "2026-04-08", "2026-04-14"),
        ("01.05.-12.05.", "2026-05-01", "2026-05-12"), ("der letzten 5 Arbeitstage", "2026-05-07", "2026-05-13"),
        ("von Montag bis heute", "2026-05-11", "2026-05-13"), ("2025", "2025-01-01", "2025-12-31"),
    ],
)  # fmt: skip
def test_periods(written: str, first: str, last: str) -> None:
    for text in (f"Zusammenfassung {written}", f"wie viele Stunden {written}", f"Bericht {written} nach Projekt"):
        action = said(text)
        assert (action["kind"], action["from"], action["to"]) == ("summary", first, last), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("starte Falcon", {"kind": "start_timer", "project": "Falcon"}),
        ("Timer für Falcon starten", {"kind": "start_timer", "project": "Falcon"}),
        ("Falcon vor 20 Minuten angefangen",
         {"kind": "start_timer", "project": "Falcon", "start": "2026-05-13T15:50:00+02:00"}),
        ("starte Falcon um halb drei",
         {"kind": "start_timer", "project": "Falcon", "start": "2026-05-13T14:30:00+02:00"}),
        ("stopp", {"kind": "stop_timer"}),
        ("Timer stoppen", {"kind": "stop_timer"}),
        ("stoppe den Timer um 16 Uhr", {"kind": "stop_timer", "end": "2026-05-13T16:00:00+02:00"}),
        ("weiter", {"kind": "continue_timer"}),
        ("wechsle zu Falcon Heavy", {"kind": "switch_timer", "project": "Falcon Heavy"}),
        ("was läuft gerade?", {"kind": "status"}),
        ("Zusammenfassung", {"kind": "summary"}),
        ("wie viel habe ich an Falcon gearbeitet?", {"kind": "summary", "project": "Falcon"}),
        ("was habe ich gestern gemacht?", {"kind": "list_entries", "from": "2026-05-12", "to": "2026-05-12"}),
        ("zeige heute", {"kind": "list_entries", "from": "2026-05-13", "to": "2026-05-13"}),
        ("ändere meinen letzten Eintrag auf 3 Stunden", {"kind": "edit_entry", "duration_s": 10800}),
        ("der letzte Eintrag war 3 Stunden", {"kind": "edit_entry", "duration_s": 10800}),
        ("kürze meinen letzten Eintrag auf 30 min", {"kind": "edit_entry", "duration_s": 1800}),
        ("verschiebe den letzten Eintrag um 30 Minuten nach hinten", {"kind": "edit_entry", "later_by_s": 1800}),
        ("den letzten Eintrag um eine Stunde nach vorne verschieben", {"kind": "edit_entry", "later_by_s": -3600}),
        ("tagge den letzten Eintrag mit coding", {"kind": "edit_entry", "tags": ["coding"], "keep_tags": True}),
        (
            'füge "mit Maria" zur Notiz des letzten Eintrags hinzu',
            {"kind": "edit_entry", "description": "mit Maria", "keep_description": True},
        ),
        ("entferne die Tags von meinem letzten Eintrag", {"kind": "edit_entry", "clear": ["tags"]}),
        ("letzter Eintrag ist nicht abrechenbar", {"kind": "edit_entry", "billable": False}),
        ("letzte Änderung rückgängig machen", {"kind": "undo"}),
        ("lösche die Erinnerung am Freitag", {"kind": "delete_schedule", "target": "Freitag"}),
        ("lösche letzten Eintrag", {"kind": "delete_entry"}),
        ("letzten Eintrag löschen", {"kind": "delete_entry"}),
        ("rückgängig", {"kind": "undo"}),
        ("zeige Projekte", {"kind": "list_projects"}),
        ("Projekt Seestern anlegen", {"kind": "create_project", "project": "Seestern"}),
        ("Hilfe", {"kind": "help"}),
        ("verbinde Clockify", {"kind": "connect"}),
        ("bitte 2 Stunden auf Falcon eintragen", {"kind": "log_time", "project": "Falcon", "duration_s": 7200}),
        ("gestern habe ich 2 Stunden an Falcon gearbeitet",
         {"kind": "log_time", "project": "Falcon", "duration_s": 7200, "date": "2026-05-12"}),
        ("2h uebersicht gmbh nicht abrechenbar",
         {"kind": "log_time", "project": "Übersicht GmbH", "duration_s": 7200, "billable": False}),
        ("jeden Freitag um 17 Uhr poste meine Woche hier",
         {"kind": "create_schedule", "cron": "0 17 * * 5", "timezone": "Europe/Berlin", "action": {"kind": "summary"}}),
    ],
)  # fmt: skip
def test_commands(text: str, expected: dict[str, Any]) -> None:
    action = read_one(text, preferences=GERMAN)
    assert (fields(action), asked(action)) == (expected, [])


def test_several_at_once_share_the_day() -> None:
    actions = [fields(action) for action in read("gestern 2h Falcon und 30 Min Helpdesk", preferences=GERMAN)]
    assert [(each["project"], each["duration_s"], each["date"]) for each in actions] == [
        ("Falcon", 7200, "2026-05-12"),
        ("Helpdesk", 1800, "2026-05-12"),
    ]


@pytest.mark.parametrize("text", ["log 2h on Falcon", "2 hours on Falcon", "spent 2h on Falcon"])
def test_english_is_understood_as_well(text: str) -> None:
    action = said(text)
    assert (action["kind"], action["project"], action["duration_s"]) == ("log_time", "Falcon", 7200)


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize(
    "text", ["gestern 2 Stunden an Falcon", "2h Falcon gestern", "gestern habe ich 2h Falcon gemacht"]
)
def test_german_shows_by_its_words_whatever_language_slack_speaks(text: str, locale: str) -> None:
    action = fields(read_one(text, preferences=Preferences(locale=locale)))
    assert (action["project"], action["duration_s"], action["date"]) == ("Falcon", 7200, "2026-05-12")


@pytest.mark.parametrize("text", ["2h Falcon die casting", "1h Falcon war room", "2h Falcon: Montag GmbH call"])
def test_words_that_both_languages_have_show_nothing(text: str) -> None:
    english = fields(read_one(text))
    assert english["description"] == text.split("Falcon", 1)[1].strip(" :")
    assert "date" not in english


@pytest.mark.parametrize(
    "text",
    [
        "Guten Morgen zusammen", "wie wird das Wetter morgen?", "ich komme 20 Minuten später", "danke dir!",
        "das Meeting ist um 15 Uhr", "das hat 3 Stunden gedauert", "ich bin um 5 zurück", "wer hat den Schlüssel?",
        "bis morgen!", "schönes Wochenende", "er arbeitet seit 2 Stunden daran",
    ],
)  # fmt: skip
def test_talk_is_unknown(text: str) -> None:
    (action,) = read(text, preferences=GERMAN)
    assert action.kind == "unknown" or action.confidence < 0.9


def _reasons() -> set[str]:
    """All that the modules give as a reason; what is filled in at a time stands as `{}`."""
    found: set[str] = set()
    for module in Path(parsing.__file__).parent.rglob("*.py"):
        if module.stem.startswith("llm"):
            continue
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"NotRead", "_ask_start"}:
                found.update(_sentences(node.args))
            elif isinstance(node, ast.keyword | ast.Assign) and "reason" in ast.unparse(node).partition("=")[0].lower():
                found.update(_sentences([node.value]))
    return found


def _sentences(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith((".", "?")):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.IfExp):
            yield from _sentences([node.body, node.orelse])


def test_every_reason_is_said_in_german() -> None:
    reasons = {reason.replace("{} things", f"{MAX_CLAUSES} things") for reason in _reasons()}
    assert len(reasons) > 40
    assert reasons == set(REASONS)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("erzähl einen Witz", "Darin steht nichts, was hier getan wird."),
        ("lösche alle Einträge", "Einträge werden einzeln gelöscht."),
    ],
)
def test_why_nothing_was_read_is_said_in_german(text: str, reason: str) -> None:
    action = read_one(text, preferences=GERMAN)
    assert isinstance(action, Unknown)
    assert action.reason == reason


def test_what_is_asked_is_asked_in_german() -> None:
    (need,) = read_one("2h an Nirgendwo", preferences=GERMAN).needs
    assert need.reason == "Ein Projekt „Nirgendwo“ gibt es nicht."
    (need,) = read_one("start Nirgendwo", preferences=GERMAN).needs
    assert need.reason == "Ein Projekt „Nirgendwo“ gibt es nicht."


@pytest.mark.parametrize(
    "written",
    [
        "log 2h on Falcon yesterday",
        "log 2h on Falcon yesterday: Notes",
        "log 1h from 9 to 10 on Falcon",
        "edit last to 30m",
        "log 2h tomorrow on Falcon",
        "2h on Falcon, 30m on Nowhere and 1h on Lantern",
        "every friday at 17:00 post the week here",
    ],
)
def test_what_is_typed_in_english_means_what_it_means_in_english(written: str) -> None:
    assert [*map(fields, read(written, preferences=GERMAN))] == [*map(fields, read(written))]


def test_what_is_said_in_german_is_not_read_in_english() -> None:
    assert said("2h Falcon: on hold since yesterday")["description"] == "on hold since yesterday"
    assert said("1h Besprechung am Montag an Falcon")["description"] == "Besprechung"
