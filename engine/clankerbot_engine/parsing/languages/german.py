"""German. Words stand here as they are spelt; an umlaut is read as its vowel ("fur") and with an e ("fuer")."""

from collections.abc import Mapping
from typing import TypeVar

from clankerbot_engine.parsing.languages import Language
from clankerbot_engine.parsing.languages.german_reasons import REASONS
from clankerbot_engine.parsing.tokens import fold

V = TypeVar("V")

_WITH_E = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _spelt(word: str) -> set[str]:
    return {fold(word), fold(word.translate(_WITH_E))}


def _words(text: str) -> frozenset[str]:
    return frozenset(spelt for word in text.split() for spelt in _spelt(word))


def _each(meanings: Mapping[str, V]) -> dict[str, V]:
    """One meaning for all the words of a key."""
    return {word: meaning for words, meaning in meanings.items() for word in sorted(_words(words))}


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(spelt for line in lines for spelt in sorted(_spelt(line)))


_UNITS = (
    *("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    *("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
_TENS = {
    **{20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig"},
    **{60: "sechzig", 70: "siebzig", 80: "achtzig", 90: "neunzig"},
}
_ORDINALS = (
    *("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft", "zwölft"),
    *("dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt", "zwanzigst"),
)


def _numbers() -> dict[str, int]:
    named = {word: value for value, word in enumerate(_UNITS) if value != 1}
    named |= {word: value for value, word in _TENS.items()}
    for tens, word in _TENS.items():
        named |= {f"{unit}und{word}": tens + value for value, unit in enumerate(_UNITS[1:10], 1)}
    return _each({"eins": 1, **named})


def _halves() -> dict[str, float]:
    counted = {f"{unit}einhalb": value + 0.5 for value, unit in enumerate(_UNITS[2:10], 2)}
    return _each({"anderthalb eineinhalb einundeinhalb": 1.5, **counted})


def _inflected(stem: str) -> str:
    return " ".join(stem + ending for ending in ("e", "en", "er", "es", "em"))


_THE = "der die das den dem des"
_A = "ein eine einen einem einer eines"
_THIS = _inflected("dies") + " aktuelle aktuellen aktueller aktuelles laufende laufenden laufender"
_LAST = _inflected("letzt") + " vergangene vergangenen vergangener vergangenes"
_PREVIOUS = "vorige vorigen voriger voriges vorherige vorherigen vorheriger vorheriges"
_LAST_LINE = f"({'|'.join((_LAST + ' ' + _PREVIOUS + ' neuesten neueste').split())})"
_LAST_ENTRY = f"{_LAST_LINE} (eintrag|buchung|zeiteintrag)"
_PARTS = "(tags|schlagworte|beschreibung|notiz|kommentar|projekt|aufgabe)"
_LOG = "(buche|buch|trage|trag|erfasse|erfass|logge|log|notiere|verbuche|schreibe|schreib)"
_SHOW = "(zeige|zeig|liste|gib|nenne|zeigt|show|öffne|hol)"
_TIMER = "(timer|uhr|stoppuhr|zeiterfassung|zeitmessung|aufzeichnung)"
_PERIOD = "(woche|monat|tag|quartal|jahr)"

GERMAN = Language(
    code="de",
    date_order="DMY",
    numbers=_numbers(),
    decimals=_halves() | {"dreiviertel": 0.75},
    tens=frozenset(),
    ordinals=_each(
        {" ".join(stem + ending for ending in ("e", "en", "er", "es")): n for n, stem in enumerate(_ORDINALS, 1)}
    ),
    ordinal_endings=_words("ter te ten"),
    articles=_words(_A),
    half=_words("halb halbe halben halber halbes"),
    half_is_before=True,
    quarter=_words("viertel"),
    thirds=_words("drittel"),
    hundred_words=_words("hundert"),
    couple=frozenset(),
    and_words=_words("und & u"),
    of_words=_words("von vom des im in der"),
    length_units=_each(
        {
            "h std stdn stunde stunden": 3600,
            "m min mins minute minuten": 60,
            "s sek sekunde sekunden": 1,
            "viertelstunde viertelstunden": 900,
            "dreiviertelstunde": 2700,
        }
    ),
    whole_lengths=_words("viertelstunde dreiviertelstunde"),
    about_words=_words("etwa ungefähr circa ca rund knapp gut fast gegen genau exakt nur ~"),
    full_words=_words("ganze ganzen volle vollen weitere weiteren gute guten"),
    or_so=_lines("insgesamt", "in summe", "oder so"),
    day_nouns=_words("tag arbeitstag"),
    day_lengths=_each({"ganztags ganztägig": 1.0, "halbtags halbtägig": 0.5}),
    calendar_units=_each(
        {
            "tag tage tagen tags": "day",
            "woche wochen": "week",
            "wochenende wochenenden": "weekend",
            "monat monate monaten monats": "month",
            "quartal quartale quartalen quartals": "quarter",
            "jahr jahre jahren jahres": "year",
        }
    ),
    months=_each(
        {
            "januar jänner jan": 1,
            "februar feber feb": 2,
            "märz mär mrz": 3,
            "april apr": 4,
            "mai": 5,
            "juni jun": 6,
            "juli jul": 7,
            "august aug": 8,
            "september sept sep": 9,
            "oktober okt": 10,
            "november nov": 11,
            "dezember dez": 12,
        }
    ),
    doubtful_months=_words("jan mär"),
    weekdays=_each(
        {
            "montag montags mo": 0,
            "dienstag dienstags di": 1,
            "mittwoch mittwochs mi": 2,
            "donnerstag donnerstags do": 3,
            "freitag freitags fr": 4,
            "samstag samstags sonnabend sa": 5,
            "sonntag sonntags": 6,
        }
    ),
    doubtful_weekdays=_words("mo di mi do fr sa"),
    relative_days=_each({"heute": 0, "gestern": -1, "vorgestern": -2, "morgen": 1, "übermorgen": 2}),
    last_words=_words(_LAST),
    previous_words=_words(_PREVIOUS),
    this_words=_words(_THIS),
    next_words=_words(_inflected("nächst") + " kommende kommenden kommender kommendes"),
    whole_words=_words("ganze ganzen ganzer ganzes gesamte gesamten gesamter"),
    early_words=_words("früher später"),
    sofar_words=_words("bisher"),
    far_words=frozenset(),
    rolling_words=frozenset(),
    ago_words=frozenset(),
    ago_before_words=_words("vor"),
    before_words=_words("vor"),
    after_words=_words("nach"),
    the_words=_words(_THE),
    night_words=_words("nacht"),
    weekdays_words=_words("werktag werktags werktage arbeitstag wochentag wochentags"),
    to_date_words=_words("heute"),
    first_words=_words("erste ersten erster erstes"),
    final_words=_words(_LAST),
    dayparts=_each(
        {
            "früh morgen vormittag": "morning",
            "mittag": "noon",
            "nachmittag": "afternoon",
            "abend": "evening",
            "nacht": "night",
        }
    ),
    tonight_words=frozenset(),
    noon_words=_words("mittag mittags"),
    lunch_words=_words("mittagspause"),
    midnight_words=_words("mitternacht"),
    am_words=_words("morgens vormittags früh"),
    pm_words=_words("nachmittags abends"),
    oclock_words=_words("uhr"),
    hour_marks=_words("h"),
    respelt_words=_words("stunde stunden woche letzte jeden"),
    past_words=_words("nach"),
    to_words=_words("vor"),
    at_words=_words("um @"),
    since_words=_words("seit"),
    from_words=_words("von vom ab"),
    starting_words=_words("ab"),
    until_words=_words("bis"),
    between_words=_words("zwischen"),
    through_words=_words("und &"),
    day_prepositions=_words("am an im in vom von seit für während zum ab über"),
    for_words=_words("für"),
    work_prepositions=_words("on an auf für im in am beim bei zu zum zur von vom mit unter @ über"),
    companion_words=_words("mit"),
    name_prepositions=_words("an auf beim bei zu zum zur unter on @"),
    loose_prepositions=_words("für in im am von mit"),
    every_words=_words("jede jeden jeder jedes jedem alle"),
    apiece_words=_words("je jeweils"),
    sharing_words=_words("beide beides alle alles jeweils keine keins keiner nichts davon sind"),
    neither_words=_words("keine keins keiner nichts"),
    tail_words=_words(
        _THE + " " + _A + " mein meine meinen und dann auch noch so habe hab ich wir haben gearbeitet gemacht gebucht "
        "eingetragen verbracht erledigt erfasst gebraucht eintragen buchen erfassen"
    ),
    recurrences=_each(
        {
            "täglich": "day",
            "wöchentlich": "week",
            "monatlich": "month",
            "stündlich": "hour",
            "vierteljährlich": "quarter",
        }
    ),
    single_words=_words("einzelnen"),
    other_words=_words("zweite zweiten zweiter zweites"),
    on_words=_words("am an"),
    sending_words=_words("poste post posten schicke schick schicken sende senden erinnere"),
    plural_weekdays=_words("montags dienstags mittwochs donnerstags freitags samstags sonntags"),
    described_nouns=_words("bericht übersicht zusammenfassung meeting runde termin"),
    begin_week_words=_words("vom ab von"),
    end_week_words=_words("bis"),
    ordinal_words=_words("nr nummer"),
    calendar_words=frozenset(),
    onwards_words=_words("an"),
    edge_words=_words("anfang beginn"),
    week_signs=_words("kw w"),
    quarter_signs=_words("q quartal"),
    half_signs=_words("h"),
    to_date_signs=_each({"jahresbeginn": "year", "monatsbeginn monatsanfang": "month", "wochenbeginn": "week"}),
    end_words=_words("bis ende beendet fertig"),
    started_words=_words("angefangen begonnen gestartet beginn seit"),
    number_nouns=_words("seite seiten ticket tickets kapitel version schritt punkt zeile raum nummer teil"),
    possessives=_words("mein meine meinen meiner meinem meines unsere unser unseren unseres"),
    now_words=_words("jetzt eben gerade"),
    here_words=_words("hier hierher"),
    me_words=_words("mich mir"),
    others=_words("du er sie es ihr man"),
    pronouns=_words("ich wir er sie es ihr du man"),
    polite=_lines(
        "(bitte|hallo|hey|hi|moin|servus|ok|okay|so|also|gut|danke|mal|dann|ach|oh|super|sorry)",
        "guten (morgen|tag|abend)",
        "(hallo|hey|hi)? (zusammen|bot|clankerbot|clanker|team)",
        "(ups|hoppla|äh|nein|doch|eigentlich|übrigens)",
        "(kannst|könntest|würdest|magst) du (bitte|mal|mir)? (bitte|mal)?",
        "(ich)? (möchte|würde|will|muss) (ich)? (gern|gerne|bitte|mal)?",
        "(lass|lasst) uns (mal)?",
    ),
    trailing_polite=_lines(
        "(bitte|danke|merci|dankeschön|mal|bot|clankerbot)",
        "(vielen|besten|herzlichen|tausend) dank",
        "danke (schön|dir|sehr)",
        "wenn du (kannst|magst)",
    ),
    fillers=_words(_THE + " " + _A + " mein meine meinen es ich wir ist war dann noch auch mal so zeit"),
    separators=_words("und dann danach sowie plus &"),
    question_words=_words(
        "was wer wie wann wo warum wieso welche welcher welches welchen wessen ist sind war waren hat haben "
        "kann kannst wird werden soll sollte muss darf"
    ),
    common_words=_words("gute start lange lager bauch buchen loge lag sein mein dein haus maus stop stadt stange zeit"),
    polite_words=_words("bitte danke"),
    particles=_words("ein auf an"),
    work_nouns=_words("arbeit arbeiten kram"),
    project_words=_words("projekt projekte projekts"),
    task_words=_words("aufgabe task"),
    tag_leads=_lines("(mit)? (tag|tags|schlagwort|schlagworten|schlagwörtern) (:|=)?", "(getaggt|markiert) (als|mit)?"),
    description_leads=_words("wegen bezüglich betreff"),
    unbillable=_lines(
        "nicht (abrechenbar|verrechenbar|fakturierbar)",
        "(unverrechenbar|nb|intern verrechnet|kostenlos)",
        "nicht - abrechenbar",
        "ohne (abrechnung|berechnung)",
    ),
    billable=_lines("(abrechenbar|verrechenbar|fakturierbar|$)"),
    groupings=_each(
        {
            "projekt projekten projekte": "project",
            "kunde kunden": "client",
            "aufgabe aufgaben": "task",
            "tags schlagwort schlagworten schlagwörtern": "tag",
            "person personen mitarbeiter nutzer": "user",
            "tag tagen datum wochentag": "day",
        }
    ),
    grouping_leads=_words("nach pro je"),
    grouped_words=_words("gruppiert aufgeteilt sortiert"),
    team_words=_words("team teamstunden teamzeiten alle allen wir uns unsere jeder"),
    last_entry_words=_words(_LAST + " " + _PREVIOUS + " es das ihn neuesten"),
    entry_words=_words("eintrag eintrags einträge einträgen buchung buchungen zeiteintrag zeiteinträge"),
    entry_nouns=_words("eintrag eintrags buchung zeiteintrag"),
    timer_words=_words("timer uhr stoppuhr zeiterfassung zeitmessung aufzeichnung laufenden laufende aktuellen zeit"),
    edit_fields=_each(
        {
            "projekt": "project",
            "aufgabe": "task",
            "beschreibung notiz kommentar text titel benenne": "description",
            "tagge": "tags",
            "dauer länge stunden": "duration",
            "zeit zeiten": "time",
            "datum tag": "date",
            "beginn start anfang begann": "start",
            "ende endete": "end",
            "tags schlagworte": "tags",
            "abrechenbar": "billable",
        }
    ),
    adding_words=_words("füge füg ergänze tagge markiere hänge gib"),
    by_words=_words("um"),
    lengthening_words=_words("verlängere verlängern erhöhe erhöhen länger mehr hinzu dazu drauf"),
    shortening_words=_words("kürze kürzen reduziere reduzieren verringere kürzer weniger weg ab"),
    yes_words=_words("ja an wahr"),
    no_words=_words("nein aus falsch nicht"),
    become_words=_words("auf zu in als mit = :"),
    be_words=_words("war waren ist sein"),
    should_words=frozenset(),
    contrast_words=_words("nicht statt anstatt"),
    negated_words=_words("nicht"),
    nothing_words=_words("nichts leer"),
    made_words=_words("eben gerade gebucht erfasst angelegt erstellt eingetragen gemacht habe hab"),
    schedule_words=_words("zeitplan zeitpläne erinnerung erinnerungen"),
    tag_nouns=_words("tag schlagwort label"),
    all_words=_words("alle alles sämtliche"),
    everyone_words=_words("alle allen team"),
    who_words=_words("wer"),
    person_word="sie",
    person_leads=_words("für von"),
    report_words=_words(
        "stunden zeit zeiten gebucht gearbeitet erfasst geloggt eingetragen verbracht bericht übersicht summe gesamt "
        "zusammenfassung auswertung woche monat tag quartal jahr viel viele lange habe haben hab abrechenbare projekt "
        "eintrag einträge gemacht gruppiert"
    ),
    tracking_words=_words(
        "stunden gebucht gearbeitet erfasst geloggt eingetragen verbracht bericht übersicht zusammenfassung auswertung "
        "einträge abrechenbare"
    ),
    plan_nouns=_words(
        "schätzung aufwandsschätzung angebot kostenvoranschlag budget plan planung prognose ziel limit kontingent "
        "aufwand"
    ),
    planned_words=_words("geschätzt geplant veranschlagt budgetiert vorgesehen reserviert eingeplant übrig"),
    planning_words=_words("plane planen schätze schätzen erwarte erwarten rechne rechnen veranschlage veranschlagen"),
    doubt_words=_words(
        "wenn falls nicht kein keine keinen nie werde werden würde könnte sollte muss müsste dauert dauerte braucht "
        "warten später noch übrig gespart spart"
    ),
    took_words=_words("dauerte gedauert gebraucht"),
    compared_words=_words("langsamer schneller später früher hinterher voraus verspätet zu maximal verspätung alt"),
    log_verbs=_words("buche buch logge log erfasse erfass verbuche trage trag"),
    reserving_words=_words("buche buch reserviere"),
    activities=_words(
        "standup daily meeting besprechung besprechungen termin termine absprache gespräch telefonat anruf entwicklung "
        "fehler fehlersuche bugfix test tests doku dokumentation mail mails workshop reise pause mittag release demo "
        "analyse notiz notizen arbeit projekt aufgabe kunde code wartung vertrieb verwaltung buchhaltung support "
        "konzept recherche abstimmung review retro heute gestern zeit stunden"
    ),
    activity_endings=("ung", "ungen", "tion"),
    report_verbs=_words("gearbeitet gebucht erfasst"),
    copulas=_words("ist war sind waren wird"),
    talk_words=_words(
        "ich du er sie es wir ihr bin bist ist sind war waren wird werden hat hatte hatten komme kommt gehe geht fahre "
        "gibt gab mich mir dich dir uns euch welche was wer wie warum wo"
    ),
    ahead_words=_words("in"),
    that_words=_words("dass daran"),
    away=_lines("(im)? urlaub", "krank", "(in)? elternzeit", "(auf)? fortbildung", "feiertag"),
    digest_words=_words("bericht berichte übersicht zusammenfassung zusammenfassungen"),
    subscription_words=_words(
        "updates neuigkeiten benachrichtigungen änderungen ereignisse über kanal diesen wenn neue"
    ),
    help_topics=_words("buchen timer eintrag einträge projekte zusammenfassung bericht erinnerung clockify löschen"),
    client_leads=_words("für kunde kunden"),
    client_words=_words("kunde kunden den"),
    named_words=_words("namens genannt"),
    conditions={"missing_hours": _lines("(wenn|falls|mit)? (fehlenden|fehlende) stunden"), "no_timer": ()},
    cues={
        "create_project": _lines("(erstelle|erstell|lege|leg) neues? projekt", "neues projekt"),
        "list_projects": _lines(
            f"{_SHOW} (aktive|aktiven|alle)? projekte",
            "welche projekte (gibt es|habe ich|haben wir)?",
            "projekte (anzeigen|zeigen|auflisten)?$",
        ),
        "list_schedules": _lines(
            f"{_SHOW} (geplante|geplanten)? (zeitpläne|erinnerungen|termine)",
            "(zeitpläne|erinnerungen)$",
            f"{_SHOW} (abos|abonnements)",
            "(meine)? (abos|abonnements)$",
            "was wird (hier|in diesem kanal)? gepostet",
        ),
        "delete_schedule": _lines("(lösche|lösch|entferne|beende|stoppe) (zeitplan|erinnerung) (nummer|nr)?"),
        "list_entries": _lines(
            f"{_SHOW} (letzten|neuesten)? (einträge|buchungen|zeiteinträge)",
            "was (habe|hab|haben) (ich|wir) (gemacht|gebucht|getan|erfasst)?",
            "(letzten|neuesten)? (einträge|buchungen)",
            "(zeige|zeig|liste)$",
            f"{_SHOW}? liste (aller)? (einträge|buchungen|zeiteinträge)",
            f"{_SHOW} was (ich|wir)",
        ),
        "summary": _lines(
            "(zeige|zeig|gib|poste|post|schicke|schick|sende)? (wöchentliche|tägliche|monatliche)? "
            "(zusammenfassung|bericht|übersicht|auswertung|wochenbericht|monatsbericht|tagesbericht|statistik|summe"
            "|wochenübersicht|monatsübersicht|tagesübersicht|wochenauswertung|monatsauswertung) "
            "(von|für)?",
            f"{_SHOW} (gebuchte|gebuchten|abrechenbare|abrechenbaren)? (stunden|zeiten)",
            "wie (viel|viele|lange) (zeit|stunden|abrechenbare stunden)? (habe|hab|haben|hat)? (ich|wir|team)?",
            "wieviel (zeit|stunden)? (habe|hab|haben|hat)? (ich|wir|team)?",
            "(gebuchte|gebuchten|abrechenbare|gearbeitete)? (stunden|zeiten)",
            "(zeige|zeig|poste|post|schicke|schick|sende)? team? (teamstunden|teamzeiten|stunden|zeiten)",
            f"(poste|post|schicke|schick|sende|zeige|zeig) {_PERIOD}",
            f"meine {_PERIOD}",
            "(woran|an was) (habe|hab|haben) (ich|wir)",
            f"wie (war|lief|sah) {_PERIOD} (aus)?",
            "(fasse|fass)",
        ),
        "status": _lines(
            "(status|aktueller timer)$",
            "was läuft (gerade|jetzt|aktuell)?",
            f"läuft (gerade|noch|ein)? {_TIMER}? (noch|gerade)?",
            "läuft (was|etwas|gerade was|gerade etwas)",
            "wie lange (arbeite|sitze|bin) ich schon (daran|dran|hieran)?$",
            "woran (arbeite|bin) ich (gerade)?",
        ),
        "undo": _lines(
            "(letzte|letzten)? (änderung|eintrag|buchung)? (rückgängig|widerrufen|widerrufe|zurücknehmen) machen?",
            "(mach|mache) (das|es|letzte|letzten|letzter)? (änderung|eintrag|buchung|schritt)? rückgängig",
            "(nimm|nehme) (das|es) (wieder)? zurück",
            "(einen|ein) schritt zurück",
            "undo",
        ),
        "unsubscribe": _lines("(abbestellen|abmelden|deabonniere)", "bestelle (das|es)? ab"),
        "subscribe": _lines("(abonniere|abonnier|folge)", "(benachrichtige|informiere) (uns|mich)?"),
        "disconnect": _lines("(trenne|entkopple) (clockify|konto)?"),
        "connect": _lines("(verbinde|verknüpfe|koppel|kopple) (mit)? (clockify|konto)? (mit)? (clockify)?$"),
        "help": _lines(
            "(hilfe|anleitung|befehle)",
            "wie (funktioniert|geht) (das|es|dies)",
            "was kannst du",
            "wie (kann|buche|starte|stoppe) ich",
            "?$",
        ),
        "remind": _lines("erinnere", "(erstelle|setze) erinnerung (an|für)?"),
        "post_message": _lines("(poste|post|schreibe|sende|schicke|schick|sag)"),
        "edit_entry?": _lines("(das|es) (war|waren|ist) (eigentlich)?", "(ich)? meinte"),
        "delete_entry": _lines(
            "(lösche|lösch|entferne|entfern|verwirf|storniere|streiche|streich)",
            f"(nimm|leere|entferne) alle? {_PARTS} (von|aus|vom)?",
        ),
        "delete_entry?": _lines("(vergiss|weg mit)"),
        "edit_entry": _lines(
            "(ändere|änder|setze|setz|mache|mach|korrigiere|verschiebe|verschieb|aktualisiere|markiere|benenne|kürze)",
            "(verlängere|erhöhe|reduziere|verringere|stell|stelle|tagge|passe)",
            "(füge|füg) (es|das)?",
            "(mach|mache) aus",
            f"(der|die|mein|meine)? {_LAST_ENTRY} (war|waren|ist|sollte|soll|dauerte|muss|begann|endete|ging) (eigentlich)?",
            "(das|es) (sollte|soll|hätte)",
            f"(buche|buch) {_LAST_LINE} (eintrag|buchung) (um|auf)",
        ),
        "stop_timer": _lines(
            f"(stopp|stoppe|stop|beende|pausiere|halte) {_TIMER}? (an)?",
            "(feierabend|fertig|pause|schluss)$",
            "(ich)? (bin|mache|mach)? (jetzt)? (fertig|schluss|feierabend|pause) (für heute)?",
            "(fertig|schluss) für heute",
            "(das war es|das war's|das wars) für heute",
            f"{_TIMER} (aus|stopp|stop|anhalten|beenden)",
            f"(mach|mache|schalte|schalt) {_TIMER} aus",
            "ausstempeln",
        ),
        "continue_timer": _lines(
            "(weiter|weitermachen|fortsetzen)$",
            "(mach|mache) weiter$",
            "(setze|führe) (das|es)? (fort|weiter)",
            "(weiter|mache weiter|mach weiter) wo (ich|wir) (aufgehört|stehen geblieben|war|waren) (habe|bin|haben)?",
            "(setze|führe) timer (fort|weiter)",
            f"(weiter|mache weiter|mach weiter) mit {_LAST_LINE}? (eintrag|aufgabe)?",
        ),
        "switch_timer": _lines("(wechsle|wechsel|wechseln|springe|spring) (jetzt)? (zu|auf|zum|zur)", "weiter mit"),
        "start_timer": _lines(
            f"(starte|start|beginne|beginn) {_TIMER}? (für|auf|an)?",
            "(ich)? (arbeite|beginne|fange) (jetzt|gerade)? (an|mit|auf)",
            "einstempeln",
        ),
        "log_time?": _lines("(ich|wir)? (habe|hab|haben)? vergessen"),
        "log_time": _lines(
            f"{_LOG} (zeit|stunden)?",
            "(ich|wir)? (habe|hab|haben|hatte|hatten)",
            "(ich|wir) (war|waren)",
            "(habe|hab|haben) (ich|wir)",
        ),
    },
    closing_cues={
        "log_time": _lines("(buchen|eintragen|erfassen|loggen|verbuchen|notieren)"),
        "start_timer": _lines("(starten|beginnen|anfangen|angefangen|begonnen|gestartet)"),
        "stop_timer": _lines("(stoppen|anhalten|beenden|pausieren)"),
        "delete_entry": _lines("(löschen|entfernen|stornieren)"),
        "edit_entry": _lines("(ändern|kürzen|verlängern|verschieben|setzen|erhöhen|reduzieren|verringern)"),
        "create_project": _lines("(anlegen|erstellen)"),
        "list_entries": _lines("(anzeigen|zeigen|auflisten)"),
    },
    cue_fillers=_words(
        _THE + " " + _A + " alle mein meine meinen meiner meinem mir mich uns unsere bitte mal doch noch jetzt"
    ),
    suggestions={
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
    },
    reasons=REASONS,
    event_things=_each(
        {
            "eintrag einträge einträgen zeiteintrag zeiteinträge zeiteinträgen": "entry",
            "timer timern": "timer",
            "projekt projekte projekten": "project",
            "aufgabe aufgaben": "task",
            "kunde kunden": "client",
            "tags": "tag",
            "genehmigung genehmigungen freigabe freigaben": "approval",
            "urlaub urlaube urlaubsanträge urlaubsanträgen abwesenheiten": "time_off",
            "leute leuten mitglieder mitgliedern": "person",
        }
    ),
    event_made_words=_words("neu neue neuen neuer neues angelegte angelegten gestartete gestartet gestoppte gestoppt"),
    event_changed_words=_words("geänderte geänderten geändert bearbeitete bearbeiteten änderungen umbenannte"),
    event_gone_words=_words("gelöschte gelöschten gelöscht entfernte entfernten"),
    event_over_words=_words("über länger mehr >"),
    event_under_words=_words("unter kürzer weniger <"),
    event_than_words=_words("als"),
    event_to_words=_words("zu zum zur"),
    event_by_words=_words("von vom"),
    event_my_words=_words("mein meine meinen meiner"),
    event_except_words=_words("außer ausser nicht ohne ruhe"),
    event_when_words=_words("wenn sobald falls"),
    event_night_words=_words("nachts nacht"),
)
