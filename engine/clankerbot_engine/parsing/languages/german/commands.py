"""What is asked for: the phrases that open or close a command, and those of a condition."""

from collections.abc import Iterable, Mapping

from clankerbot_engine.parsing.languages.german.spelling import LAST, PREVIOUS, lines

_LAST_LINE = f"({'|'.join((LAST + ' ' + PREVIOUS + ' neuesten neueste').split())})"

_LAST_ENTRY = f"{_LAST_LINE} (eintrag|buchung|zeiteintrag)"

_PARTS = "(tags|schlagworte|beschreibung|notiz|kommentar|projekt|aufgabe)"

_LOG = "(buche|buch|trage|trag|erfasse|erfass|logge|log|notiere|verbuche|schreibe|schreib)"

_SHOW = "(zeige|zeig|liste|gib|nenne|zeigt|show|öffne|hol)"

_TIMER = "(timer|uhr|stoppuhr|zeiterfassung|zeitmessung|aufzeichnung)"

_PERIOD = "(woche|monat|tag|quartal|jahr)"

CONDITIONS: Mapping[str, Iterable[str]] = {
    "missing_hours": lines(
        "(wenn|falls|mit)? (noch)? (fehlenden|fehlende) stunden",
        "(wenn|falls) (noch)? (stunden|zeiten) fehlen",
        "(wenn|falls) (ich|sie|wir|jemand)? (noch)? (nichts|zu wenig|nicht genug) (erfasst|gebucht|eingetragen)",
    ),
    "no_timer": lines("(wenn|falls) (noch)? kein timer (läuft|an)"),
}
CUES: Mapping[str, Iterable[str]] = {
    "create_project": lines("(erstelle|erstell|lege|leg) neues? projekt", "neues projekt", "projekt (namens|genannt)"),
    "budgets": lines(
        f"{_SHOW}? (projekt)? (budget|budgets|zeitbudgets|schätzungen)$",
        "(poste|post|schicke|sende) (budgets|zeitbudgets|schätzungen)",
        "wie viel budget ist (noch)? (übrig|verbraucht)",
        "welche projekte sind über (budget|schätzung)",
    ),
    "list_projects": lines(
        f"{_SHOW} (aktive|aktiven)? (projekte|projektliste)",
        "(projektliste|projektübersicht)$",
        "liste (aller)? projekte",
        "welche projekte (gibt es|gibt's|gibts|habe ich|hab ich|haben wir|kann ich buchen)?",
        "(aktive|aktiven)? projekte (anzeigen|zeigen|auflisten)?$",
    ),
    "list_schedules": lines(
        f"{_SHOW} (geplante|geplanten)? (zeitpläne|erinnerungen|termine)",
        "(zeitpläne|erinnerungen)$",
        "welche (zeitpläne|erinnerungen) (gibt es|gibt's|gibts|habe ich|hab ich|haben wir|laufen|sind eingerichtet)?",
        f"{_SHOW} (abos|abonnements)",
        "(meine)? (abos|abonnements)$",
        "was wird (hier|in diesem kanal)? gepostet",
    ),
    "delete_schedule": lines("(lösche|lösch|entferne|beende|stoppe) (zeitplan|erinnerung) (nummer|nr)?"),
    "list_entries": lines(
        f"{_SHOW} (letzten|neuesten)? (einträge|buchungen|zeiteinträge)",
        "was (habe|hab|haben) (ich|wir) (gemacht|gebucht|getan|erfasst)?",
        "(letzten|neuesten)? (einträge|buchungen)",
        "(zeige|zeig|liste)$",
        f"{_SHOW}? liste (aller)? (einträge|buchungen|zeiteinträge)",
        f"{_SHOW} was (ich|wir)",
    ),
    "summary": lines(
        f"{_SHOW}? (auslastung|auslastungsbericht) (für|von)?",
        "(zeige|zeig|gib|poste|post|schicke|schick|sende)? (wöchentliche|tägliche|monatliche)? "
        "(zusammenfassung|bericht|übersicht|auswertung|wochenbericht|monatsbericht|tagesbericht|statistik|summe"
        "|wochenübersicht|monatsübersicht|tagesübersicht|wochenauswertung|monatsauswertung|wochenstunden|monatsstunden"
        "|wochensumme|monatssumme|teamstunden|stundenübersicht|stundenbericht|stundenauswertung) "
        "(von|für)?",
        f"{_SHOW} (gebuchte|gebuchten|abrechenbare|abrechenbaren)? (stunden|zeiten)",
        "wie (viel|viele|lange) (zeit|stunden|abrechenbare stunden)? (habe|hab|haben|hat)? (ich|wir|team)?",
        "wieviel (zeit|stunden)? (habe|hab|haben|hat)? (ich|wir|team)?",
        "(gebuchte|gebuchten|abrechenbare|gearbeitete)? (stunden|zeiten)",
        "(zeige|zeig|poste|post|schicke|schick|sende)? team? (teamstunden|teamzeiten|stunden|zeiten)",
        f"(poste|post|schicke|schick|sende|zeige|zeig) {_PERIOD}",
        f"meine {_PERIOD}",
        "(poste|post|schicke|schick|sende|zeige|zeig)? meine? "
        "(wochenstunden|monatsstunden|tagesstunden|wochenzeiten|monatszeiten|arbeitsstunden|arbeitszeiten)",
        "(woran|an was) (habe|hab|haben) (ich|wir)",
        f"wie (war|lief|sah) {_PERIOD} (aus)?",
        "(fasse|fass)",
    ),
    "status": lines(
        "(status|aktueller timer)$",
        "was läuft (gerade|jetzt|aktuell)?",
        f"läuft (gerade|noch|ein)? {_TIMER}? (noch|gerade)?",
        f"(seit wann|wie lange) läuft {_TIMER} (schon|noch)?$",
        "läuft (was|etwas|gerade was|gerade etwas)",
        "wie lange (arbeite|sitze|bin) ich schon (daran|dran|hieran)?$",
        "woran (arbeite|bin) ich (gerade)?",
    ),
    "split_entry": lines(f"(teile|teil|splitte) {_LAST_ENTRY}"),
    "repeat_entries": lines(
        "(dasselbe|das gleiche|gleiches|genauso|wie) (wie)? (gestern|letzte woche|letztes mal)",
        "(wiederhole|wiederhol|kopiere|kopier|dupliziere) (gestern|letzte woche)",
        f"(wiederhole|wiederhol|kopiere|kopier|dupliziere) {_LAST_ENTRY}",
        "(nochmal|noch einmal|noch mal) (gestern|letzte woche)$",
        "(gestern|letzte woche) (nochmal|noch einmal|noch mal)$",
    ),
    "undo": lines(
        "(letzte|letzten)? (änderung|eintrag|buchung)? (rückgängig|widerrufen|widerrufe|zurücknehmen) machen?",
        "(das|es)? rückgängig machen",
        "(mach|mache) (das|es|letzte|letzten|letzter)? (änderung|eintrag|buchung|schritt)? (wieder)? rückgängig",
        "(das|es) (war|ist) (falsch|ein fehler|verkehrt|quatsch|nicht richtig) (,|-)? (rückgängig|zurück) (machen)?",
        "(doch nicht|falsch|quatsch|fehler|nein) (,|-)? (rückgängig|zurück|zurücknehmen) (machen)?",
        "(nimm|nehme) (das|es) (wieder)? zurück",
        "(lösche|lösch|verwirf|entferne|storniere) (die|meine)? letzte (änderung|bearbeitung|aktion)",
        "(einen|ein) schritt zurück",
        "undo",
    ),
    "unsubscribe": lines("(abbestellen|abmelden|deabonniere)", "bestelle (das|es)? ab"),
    "subscribe": lines(
        "(abonniere|abonnier|folge)", "(sag|sage|gib) (mir|uns)? bescheid", "(benachrichtige|informiere) (uns|mich)?"
    ),
    "disconnect": lines(
        "(von)? (clockify|konto) trennen", "(verbindung) (trennen|aufheben)", "(trenne|entkopple) (clockify|konto)?"
    ),
    "connect": lines(
        "(mit)? (clockify|konto) verbinden",
        "(anmelden|einloggen)$",
        "(verbinde|verknüpfe|koppel|kopple) (mit)? (clockify|konto)? (mit)? (clockify)?$",
    ),
    "help": lines(
        "(hilfe|anleitung|befehle)",
        "wie (funktioniert|geht) (das|es|dies)",
        "was (kannst|kann|darf) (du|ich|man) (hier|alles)? (machen|tun|schreiben|sagen|eingeben|tippen)?",
        "wie (kann|buche|starte|stoppe) ich",
        "?$",
    ),
    "missing_hours": lines(
        "wem (fehlt|fehlen) (noch)? (stunden|zeiten|einträge)?",
        "wer hat (noch)? (seine|ihre)? (stunden|zeiten|zeit|zeiterfassung)? (noch|immer noch)? "
        "(nicht|nichts|zu wenig|keine|nicht genug) (stunden|zeiten|zeit)? "
        "(erfasst|gebucht|eingetragen|geloggt|abgegeben|ausgefüllt|gemacht|eingegeben)",
        "(wer|wem) (muss|fehlt|fehlen|hinkt) (noch)? (stunden|zeiten|zeit) (nachtragen|eintragen|buchen)?",
        f"{_SHOW}? (fehlende|fehlenden) stunden",
        "wessen (stunden|zeiten) (fehlen|sind unvollständig)",
    ),
    "remind": lines("(erinnere|erinner) (alle|team|mich)?", "(erstelle|setze) erinnerung (an|für)?"),
    "post_message": lines("(poste|post|schreibe|sende|schicke|schick|sag)"),
    "edit_entry?": lines(
        "(das|es) (war|waren|ist) (eigentlich|doch)? (nur)?", "(ich)? meinte", "(doch|eigentlich) (nur|bloß|erst)"
    ),
    "delete_entry": lines(
        "(lösche|lösch|entferne|entfern|verwirf|storniere|streiche|streich)",
        f"(nimm|leere|entferne) alle? {_PARTS} (von|aus|vom)?",
    ),
    "delete_entry?": lines("(vergiss|weg mit)"),
    "edit_entry": lines(
        "(ändere|änder|setze|setz|mache|mach|korrigiere|verschiebe|schiebe|verschieb|aktualisiere|markiere|benenne|kürze)",
        "(verlängere|erhöhe|reduziere|verringere|stell|stelle|tagge|passe)",
        "(füge|füg|hänge|häng|ergänze) (es|das)?",
        "(mach|mache) aus",
        f"(der|die|mein|meine)? {_LAST_ENTRY} (war|waren|ist|sollte|soll|dauerte|muss) (eigentlich)?",
        f"(der|die|mein|meine)? {_LAST_ENTRY} (begann|endete|ging) (eigentlich)?",
        "(das|es) (sollte|soll|hätte)",
        f"(der|die|mein|meine)? {_LAST_ENTRY} (gehört|gehörte|kommt|muss|soll|sollte) (eigentlich)? (auf|zu|zum|zur)",
        "(verlängere|verlänger|erhöh|reduzier|verringer|kürz|tagg|pass)",
        f"(buche|buch) {_LAST_LINE} (eintrag|buchung) (um|auf)",
    ),
    "stop_timer": lines(
        f"(stopp|stoppe|stop|beende|pausiere|halte) {_TIMER}? (an)?",
        "(feierabend|fertig|pause|schluss)$",
        "(ich)? (bin|mache|mach)? (jetzt)? (fertig|schluss|feierabend|pause) (für heute)?",
        "(fertig|schluss) für heute",
        "(das war es|das war's|das wars) für heute",
        f"{_TIMER} (aus|stopp|stop|anhalten|beenden)",
        f"(mach|mache|schalte|schalt) {_TIMER} aus",
        "ausstempeln",
    ),
    "continue_timer": lines(
        "(weiter|weitermachen|fortsetzen)$",
        "(mach|mache) weiter$",
        "(setze|führe) (das|es)? (fort|weiter)",
        "(weiter|mache weiter|mach weiter) wo (ich|wir) (aufgehört|stehen geblieben|war|waren) (habe|bin|haben)?",
        "(setze|führe) timer (fort|weiter)",
        f"(weiter|mache weiter|mach weiter) mit {_LAST_LINE}? (eintrag|aufgabe)?",
    ),
    "switch_timer?": lines("(ab)? jetzt (an)?"),
    "switch_timer": lines(
        "(wechsle|wechsel|wechseln|springe|spring) (jetzt)? (zu|auf|zum|zur)",
        "(weiter|weiter geht's|weiter gehts|weiter geht es|jetzt weiter) mit",
    ),
    "start_timer": lines(
        f"(starte|start|beginne|beginn) {_TIMER}? (für|auf|an)?",
        "(ich)? (arbeite|beginne|fange|fang) (jetzt|gerade)? (an|mit|auf)",
        "(ich)? (mache|mach) jetzt",
        "(ich)? (habe|hab)? (angefangen|begonnen|gestartet) (mit|an)?",
        "(leg|lege|legen wir|los) (los)? (mit|an)",
        "(fang|fange|fangen wir) (jetzt)? (mit|an)",
        f"{_TIMER} an (für|auf)?",
        "einstempeln",
    ),
    "log_time?": lines("(ich|wir)? (habe|hab|haben)? vergessen", "(ich|wir)? (war|waren|saß|sass|saßen)"),
    "log_time": lines(
        f"{_LOG} (zeit|stunden)?",
        "(ich|wir)? (habe|hab|haben|hatte|hatten)",
        "(habe|hab|haben) (ich|wir)",
    ),
}
CLOSING_CUES: Mapping[str, Iterable[str]] = {
    "log_time": lines("(buchen|eintragen|erfassen|loggen|verbuchen|notieren)"),
    "start_timer": lines("(starten|beginnen|anfangen|angefangen|begonnen|gestartet)"),
    "stop_timer": lines("(stoppen|anhalten|beenden|pausieren|aufgehört|gestoppt|beendet)"),
    "delete_entry": lines("(löschen|entfernen|stornieren)"),
    "edit_entry": lines(
        "(ändern|kürzen|verlängern|verschieben|setzen|erhöhen|reduzieren|verringern|umbuchen|umbenennen|markieren)",
        "(taggen|hinzufügen|ergänzen|anhängen|korrigieren|stellen)",
    ),
    "create_project": lines("(anlegen|erstellen)"),
    "list_entries": lines("(anzeigen|zeigen|auflisten)"),
    "post_message": lines("(posten|schreiben|senden|schicken)"),
    "summary": lines("(zusammenfassen)"),
    "continue_timer": lines("(weitermachen|fortsetzen)"),
    "switch_timer": lines("(wechseln)"),
    "remind": lines("(erinnern)"),
    "subscribe": lines("(abonnieren)"),
    "unsubscribe": lines("(abbestellen)"),
}
SUGGESTIONS: Mapping[str, str] = {
    "log_time": "gestern 2 Stunden an Apollo",
    "start_timer": "starte Apollo",
    "summary": "Zusammenfassung diese Woche nach Projekt",
    "list_entries": "zeige meine Einträge von heute",
    "stop_timer": "stopp",
    "edit_entry": "ändere meinen letzten Eintrag auf 2h",
    "delete_entry": "lösche meinen letzten Eintrag",
    "list_projects": "zeige Projekte",
    "create_project": "erstelle Projekt Apollo",
    "status": "was läuft gerade",
    "create_schedule": "jeden Freitag um 17 Uhr poste meine Woche hier",
    "post_message": 'poste "fertig für heute" in #allgemein',
    "help": "Hilfe",
}
