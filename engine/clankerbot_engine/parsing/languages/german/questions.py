"""What a question about tracked time speaks of, whatever its other words are."""

from clankerbot_engine.parsing.languages.german.spelling import words

_TIME = words(
    "stunden zeiten arbeitszeit arbeitszeiten stundenzettel bericht übersicht zusammenfassung auswertung aufstellung "
    "summe rapport gesamtstunden gebucht gearbeitet erfasst geloggt eingetragen verbracht gesamt statistik"
)

TOPICS = {
    "missing_hours": _TIME | words("zeit ausgefüllt abgegeben einträge"),
    "budgets": words("budget budgets zeitbudget zeitbudgets"),
    "list_schedules": words("zeitpläne zeitplänen erinnerungen abos abonnements geplant"),
    "status": words("timer stoppuhr"),
    "list_projects": words("projekte projekten"),
    "list_entries": words("einträge einträgen buchungen"),
    "summary": _TIME,
}

TIME = words("zeit")
HOURS = words("stunden zeiten gesamt gesamtstunden")
SHOWING = words(
    "zeig zeige zeigt zeigen anzeigen sehen gib gebt geben nenn nenne sag sagen wissen schau schauen anschauen "
    "auflisten hol bring erstell erstelle erstellen"
)
WANTING = words("brauche brauchen brauch will möchte hätte bräuchte")
REPORT_NOUNS = words("bericht übersicht zusammenfassung auswertung aufstellung stundenzettel summe statistik rapport")
LACKING = words("nicht nichts fehlt fehlen fehlend vergessen unvollständig zu wenig kein keine leer offen")
WHOSE_LACK = words("wer wem wessen alle jemand team leute")
UNASKED = words("warum wieso wann wo wird werden sollte falls wenn starte stopp lösche buche trage ändere termin")
