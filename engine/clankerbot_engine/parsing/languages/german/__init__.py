"""German: what a language must say for itself, the long lists of it in the modules beside."""

from clankerbot_engine.parsing.languages import Language
from clankerbot_engine.parsing.languages.german import commands, questions, times
from clankerbot_engine.parsing.languages.german.reasons import REASONS
from clankerbot_engine.parsing.languages.german.spelling import (
    LAST,
    PREVIOUS,
    THE,
    THIS,
    A,
    each,
    inflected,
    lines,
    words,
)

GERMAN = Language(
    code="de",
    date_order="DMY",
    numbers=times.NUMBERS,
    decimals=times.DECIMALS,
    tens=frozenset(),
    ordinals=times.ORDINALS,
    ordinal_endings=words("ter te ten"),
    dotted_ordinals=True,
    articles=words(A),
    half=words("halb halbe halben halber halbes"),
    half_is_before=True,
    quarter=words("viertel"),
    thirds=words("drittel"),
    tenths=words("zehntel"),
    point_words=words("komma"),
    zero_words=frozenset(),
    hundred_words=words("hundert"),
    thousand_words=words("tausend"),
    couple=frozenset(),
    and_words=words("und & u"),
    of_words=words("von vom des im in der"),
    length_units=times.LENGTH_UNITS,
    whole_lengths=words("viertelstunde dreiviertelstunde"),
    about_words=words("punkt etwa ungefähr circa ca rund knapp gut fast gegen genau exakt nur insgesamt ~"),
    about_lines=lines(
        "mindestens", "(etwas|ein bisschen) (mehr|länger) als", "gut und gerne", "so um die", "kurz (nach|vor)"
    ),
    full_words=words("ganze ganzen volle vollen weitere weiteren gute guten"),
    or_so=lines("bis (jetzt|eben|gerade)", "lang", "insgesamt", "in summe", "oder so", "(rum|herum)"),
    minus_words=words("minus abzüglich weniger"),
    or_words=words("oder"),
    day_nouns=words("tag arbeitstag"),
    day_units=words("d tag tage tagen arbeitstag arbeitstage pt personentag personentage manntag manntage"),
    vague_days=lines("neulich", "kürzlich", "letztens"),
    few_words=words("paar einige mehrere einigen mehreren"),
    ish_words=frozenset(),
    rest_words=words("rest"),
    day_lengths=each({"ganztags ganztägig": 1.0, "halbtags halbtägig": 0.5}),
    calendar_units=times.CALENDAR_UNITS,
    hyphenated_words=words("wochenende"),
    holidays=times.HOLIDAYS,
    months=times.MONTHS,
    doubtful_months=words("jan mär"),
    weekdays=times.WEEKDAYS,
    noun_days=frozenset(),
    doubtful_weekdays=words("mo di mi do fr sa"),
    relative_days=times.RELATIVE_DAYS,
    last_words=words(LAST),
    previous_words=words(PREVIOUS),
    last_units={"vorwoche": "week", "vormonat": "month", "vorquartal": "quarter", "vorjahr": "year"},
    before_last_words=words(inflected("vorletzt")),
    plural_units=words("tage tagen wochen monate monaten quartale jahre jahren"),
    this_words=words(THIS),
    next_words=words(inflected("nächst") + " kommende kommenden kommender kommendes"),
    whole_words=words("ganze ganzen ganzer ganzes gesamte gesamten gesamter"),
    early_words=words("früher später"),
    sofar_words=words("bisher"),
    far_words=frozenset(),
    rolling_words=frozenset(),
    ago_words=frozenset(),
    ago_before_words=words("vor"),
    before_words=words("vor"),
    after_words=words("nach"),
    the_words=words(THE),
    night_words=words("nacht"),
    weekdays_words=words("werktag werktags werktage arbeitstag arbeitstags arbeitstage wochentag wochentags"),
    to_date_words=words("heute"),
    first_words=words("erste ersten erster erstes"),
    final_words=words(LAST),
    dayparts=times.DAYPARTS,
    tonight_words=frozenset(),
    noon_words=words("mittag mittags"),
    lunch_words=words("mittagspause"),
    midnight_words=words("mitternacht"),
    nightly_words=words("nachts"),
    am_words=words("morgens vormittags früh"),
    pm_words=words("nachmittags abends"),
    oclock_words=words("uhr"),
    zone_offsets={"utc": 0, "gmt": 0, "mez": 60, "mesz": 120},
    hour_marks=words("h"),
    respelt_words=words("stunde stunden woche letzte jeden"),
    past_words=words("nach"),
    to_words=words("vor"),
    at_words=words("um @"),
    since_words=words("seit"),
    from_words=words("von vom ab"),
    starting_words=words("ab"),
    until_words=words("bis"),
    until_leads=words(""),
    until_tails=words("zum einschließlich einschliesslich inklusive"),
    between_words=words("zwischen"),
    through_words=words("und &"),
    day_prepositions=words("am an im in vom von seit für während zum ab über"),
    for_words=words("für"),
    work_prepositions=words("on an auf für im in am beim bei zu zum zur von vom mit unter @ über"),
    companion_words=words("mit"),
    name_prepositions=words("an auf beim bei zu zum zur unter on @"),
    loose_prepositions=words("für in im am von mit"),
    every_words=words("jede jeden jeder jedes jedem alle"),
    apiece_words=words("je jeweils"),
    sharing_words=words("beide beides alle alles jeweils keine keins keiner nichts davon sind"),
    neither_words=words("keine keins keiner nichts"),
    tail_words=words(
        THE
        + " "
        + A
        + " jetzt bis seit mein meine meinen und dann auch noch so habe hab ich wir haben gearbeitet gemacht "
        "gebucht eingetragen verbracht erledigt erfasst gebraucht gesessen saß dran wieder "
        "nochmal eintragen buchen erfassen"
    ),
    recurrences=times.RECURRENCES,
    single_words=words("einzelnen"),
    other_words=words("zweite zweiten zweiter zweites"),
    on_words=words("am an"),
    recipient_words=words("an"),
    sending_words=words("poste post posten schicke schick schicken sende senden erinnere"),
    plural_weekdays=words("montags dienstags mittwochs donnerstags freitags samstags sonntags"),
    described_nouns=words("bericht übersicht zusammenfassung meeting runde termin"),
    begin_week_words=words("vom ab von"),
    end_week_words=words("bis"),
    ordinal_words=words("nr nummer"),
    working_words=frozenset(),
    calendar_words=frozenset(),
    onwards_words=words("an"),
    inner_words=words("mitte ende"),
    edge_words=words("anfang beginn"),
    week_signs=words("kw w kalenderwoche"),
    quarter_signs=words("q quartal"),
    half_signs=words("h"),
    to_date_signs=each(
        {"jahresbeginn jahresanfang": "year", "monatsbeginn monatsanfang": "month", "wochenbeginn": "week"}
    ),
    leaving_words=words("raus"),
    end_words=words("bis ende beendet fertig"),
    started_words=words("angefangen begonnen gestartet starte starten beginn seit"),
    number_nouns=words("seite seiten ticket tickets kapitel version schritt punkt zeile raum nummer teil"),
    possessives=words("mein meine meinen meiner meinem meines unsere unser unseren unseres"),
    now_words=words("jetzt eben gerade grad"),
    now_leads=words("gerade grad genau"),
    going_words=words("noch immer weiter dran bin sitze arbeite ich dabei"),
    here_words=words("hier hierher"),
    me_words=words("mich mir"),
    others=words("du er sie es ihr man"),
    pronouns=words("ich wir er sie es ihr du man"),
    polite=lines(
        "(bitte|hallo|hey|hi|moin|servus|ok|okay|so|also|gut|danke|mal|dann|ach|oh|super|sorry)",
        "guten (morgen|tag|abend)",
        "(hallo|hey|hi)? (zusammen|bot|clankerbot|clanker|team)",
        "(ups|hoppla|äh|nein|doch|eigentlich|übrigens)",
        "(kannst|könntest|würdest|magst) du (bitte|mal|mir)? (bitte|mal)?",
        "(ich)? (möchte|würde|will|muss) (ich)? (gern|gerne|bitte|mal)?",
        "(lass|lasst) uns (mal)?",
    ),
    trailing_polite=lines(
        "(bitte|danke|merci|dankeschön|mal|bot|clankerbot)",
        "(vielen|besten|herzlichen|tausend) dank",
        "danke (schön|dir|sehr)",
        "wenn du (kannst|magst)",
    ),
    versus_words=words("vs versus gegen verglichen"),
    taking_back=lines(
        "(egal|vergiss es|vergiss das|lass gut sein|doch nicht|hat sich erledigt)",
    ),
    fillers=words(THE + " " + A + " mein meine meinen es ich wir ist war dann noch auch mal so zeit"),
    separators=words("und dann danach sowie plus &"),
    question_words=words(
        "was wer wie wann wo warum wieso welche welcher welches welchen wessen ist sind war waren hat haben "
        "kann kannst wird werden soll sollte muss darf"
    ),
    common_words=words("gute start lange lager bauch buchen loge lag sein mein dein haus maus stop stadt stange zeit"),
    suggesting_words=words("lasst lass"),
    polite_words=words("bitte danke"),
    apology_words=words("sorry ups hoppla"),
    parted_verbs={"lege": "an", "leg": "an", "mache": "weiter", "mach": "weiter"},
    particles=words("ein auf an hinzu dazu dran drauf los"),
    work_nouns=words("arbeit arbeiten kram"),
    project_words=words("projekt projekte projekts"),
    task_words=words("aufgabe task"),
    tag_leads=lines("(mit)? (tag|tags|schlagwort|schlagworten|schlagwörtern) (:|=)?", "(getaggt|markiert) (als|mit)?"),
    description_leads=words("wegen bezüglich betreff"),
    unbillable=lines(
        "nicht (abrechenbar|abrechenbare|abrechenbaren|verrechenbar|verrechenbare|fakturierbar)",
        "(unverrechenbar|nb|intern verrechnet|kostenlos)",
        "nicht - abrechenbar",
        "ohne (abrechnung|berechnung)",
    ),
    billable=lines("(abrechenbar|abrechenbare|abrechenbaren|verrechenbar|verrechenbare|verrechenbaren|fakturierbar|$)"),
    groupings=each(
        {
            "projekt projekten projekte": "project",
            "kunde kunden": "client",
            "aufgabe aufgaben": "task",
            "tags schlagwort schlagworten schlagwörtern": "tag",
            "person personen mitarbeiter mitarbeitern mitarbeiterin mitarbeitende mitarbeitenden nutzer": "user",
            "tag tagen datum wochentag": "day",
        }
    ),
    grouping_ends=frozenset(),
    grouping_adverbs=each(
        {
            "projektweise": "project",
            "kundenweise": "client",
            "aufgabenweise": "task",
            "personenweise": "user",
            "tageweise tagweise": "day",
        }
    ),
    grouping_leads=words("nach pro je"),
    grouped_words=words("gruppiert aufgeteilt sortiert"),
    team_words=words("team teams teamstunden teamzeiten alle allen wir uns unsere jeder"),
    last_entry_words=words(LAST + " " + PREVIOUS + " es das ihn neuesten"),
    entry_words=words("eintrag eintrags einträge einträgen buchung buchungen zeiteintrag zeiteinträge"),
    entry_nouns=words("eintrag eintrags buchung zeiteintrag"),
    timer_words=words("timer uhr stoppuhr zeiterfassung zeitmessung aufzeichnung laufenden laufende aktuellen zeit"),
    edit_fields=each(
        {
            "projekt": "project",
            "aufgabe": "task",
            "beschreibung notiz kommentar text titel benenne umbenennen": "description",
            "tagge taggen": "tags",
            "dauer länge stunden": "duration",
            "zeit zeiten": "time",
            "datum tag": "date",
            "beginn start anfang begann": "start",
            "ende endete": "end",
            "tags schlagworte": "tags",
            "abrechenbar": "billable",
        }
    ),
    appending_words=words("füge füg ergänze hänge häng hinzufügen ergänzen anhängen"),
    adding_words=words("füge füg ergänze tagge markiere hänge gib hinzufügen ergänzen anhängen taggen markieren"),
    by_words=words("um"),
    moving_words=words("verschiebe verschieb verschieben schiebe schieb schieben verlege verlegen"),
    later_words=words("später hinten"),
    earlier_words=words("früher vorne vorn"),
    either_way_words=each({"zurück": -1, "vor": -1}),
    lengthening_words=words("verlängere verlänger verlängern erhöhe erhöh erhöhen länger mehr hinzu dazu drauf"),
    shortening_words=words("kürze kürz kürzen reduziere reduzier reduzieren verringere kürzer weniger weg ab"),
    yes_words=words("ja an wahr"),
    no_words=words("nein aus falsch nicht"),
    become_words=words("auf zu in als mit = :"),
    be_words=words("war waren ist sein"),
    should_words=frozenset(),
    contrast_words=words("nicht statt anstatt"),
    negated_words=words("nicht"),
    nothing_words=words("nichts leer"),
    made_words=words("eben gerade gebucht erfasst angelegt erstellt eingetragen gemacht habe hab"),
    wrong_words=words("falsch falsche falschen verkehrt hat"),
    schedule_words=words("zeitplan zeitpläne erinnerung erinnerungen"),
    tag_nouns=words("tag schlagwort label"),
    all_words=words("alle alles sämtliche"),
    everyone_words=words("alle allen team"),
    who_words=words("wer"),
    person_word="sie",
    person_leads=words("für von"),
    report_words=words(
        "stunden zeit zeiten gebucht gearbeitet erfasst geloggt eingetragen verbracht bericht übersicht summe gesamt "
        "zusammenfassung auswertung woche monat tag quartal jahr viel viele lange habe haben hab abrechenbare projekt "
        "eintrag einträge gemacht gruppiert"
    ),
    tracking_words=words(
        "stunden gebucht gearbeitet erfasst geloggt eingetragen verbracht bericht übersicht zusammenfassung auswertung "
        "einträge abrechenbare"
    ),
    plan_nouns=words(
        "schätzung aufwandsschätzung angebot kostenvoranschlag budget plan planung prognose ziel limit kontingent "
        "aufwand"
    ),
    planned_words=words("geschätzt geplant veranschlagt budgetiert vorgesehen reserviert eingeplant übrig"),
    planning_words=words("plane planen schätze schätzen erwarte erwarten rechne rechnen veranschlage veranschlagen"),
    affairs=words(
        "rechnung rechnungen preis preise kosten honorar zahlung zahlungen bezahlt unbezahlt verkauft angeboten "
        "bestellt bestellung vertrag rabatt "
        "ausfall ausfälle störung verzögerung frist deadline fenster wartungsfenster parken parkplatz flug zug bus "
        "feier konzert kapazität verfügbarkeit sprechstunde sprechzeiten öffnungszeiten "
        "reserviere reservieren blocke blocken blockiere blockieren halte halten maximal max mindestens minimum "
        "höchstens freeze erinnerung einladung achtung ziel rest offen genug summe "
        "vielleicht wahrscheinlich vermutlich hoffentlich eventuell"
    ),
    doubt_words=words(
        "wenn falls nicht kein keine keinen nie werde werden würde könnte sollte muss müsste dauert dauerte braucht "
        "brauche brauchen warten gewartet später noch übrig gespart spart"
    ),
    took_words=words("dauerte gedauert gebraucht"),
    compared_words=words("langsamer schneller später früher hinterher voraus verspätet zu maximal verspätung alt"),
    timing_words=words("tracke track"),
    log_verbs=words("buche buch logge log erfasse erfass verbuche trage trag"),
    infinitive_words=frozenset(),
    reserving_words=words("buche buch reserviere"),
    writing_words=words("schreib schreibe notiere"),
    charging_words=frozenset(),
    having_words=words("habe hab haben hatte hatten"),
    loose_verbs=words("habe hab haben hatte hatten"),
    denying_words=words("niemand niemanden nichts nirgends nirgendwo keiner"),
    thanking_words=words("danke dank merci"),
    activities=words(
        "standup daily meeting besprechung besprechungen termin termine absprache gespräch telefonat anruf entwicklung "
        "fehler fehlersuche bugfix test tests doku dokumentation mail mails workshop reise pause mittag release demo "
        "analyse notiz notizen arbeit projekt aufgabe kunde code wartung vertrieb verwaltung buchhaltung support "
        "konzept recherche abstimmung review retro heute gestern zeit stunden"
    ),
    activity_endings=("ung", "ungen", "tion"),
    report_verbs=words("gearbeitet gebucht erfasst"),
    copulas=words("ist war sind waren wird"),
    talk_words=words(
        "ich du er sie es wir ihr bin bist ist sind war waren wird werden hat hatte hatten komme kommt gehe geht fahre "
        "gibt gab will wollen kostet zahlt zahlen bezahlt bezahlen verlangt bestellt fordert "
        "verschoben verlegt abgesagt fällt "
        "erwartet klingt fühlt passt ging gefressen gekostet wartet bleibt bleiben soll sollen vs "
        "schätze geschätzt berechne eingeplant frei puffer stell stelle leg lege statt anstatt "
        "bekommt kriegt macht läuft sagt sag sage frag frage mich mir dich dir uns euch welche was wer wie warum wo"
    ),
    ahead_words=words("in nach"),
    that_words=words("dass daran"),
    away=lines("(im)? urlaub", "krank", "(in)? elternzeit", "(auf)? fortbildung", "feiertag"),
    digest_words=words("bericht berichte übersicht zusammenfassung zusammenfassungen"),
    subscription_words=words(
        "updates neuigkeiten benachrichtigungen sobald änderungen ereignisse über kanal diesen wenn neue jemand"
    ),
    help_topics=words("buchen timer eintrag einträge projekte zusammenfassung bericht erinnerung clockify löschen"),
    client_leads=words("für kunde kunden"),
    client_words=words("kunde kunden den"),
    client_nouns=words("kunde kunden kundin"),
    named_words=words("namens genannt"),
    conditions=commands.CONDITIONS,
    cues=commands.CUES,
    closing_cues=commands.CLOSING_CUES,
    cue_fillers=words(
        THE + " " + A + " alle mein meine meinen meiner meinem mir mich uns unsere bitte mal doch noch jetzt"
    ),
    topics=questions.TOPICS,
    mere_time_words=questions.TIME,
    hour_words=questions.HOURS,
    showing_words=questions.SHOWING,
    wanting_words=questions.WANTING,
    report_nouns=questions.REPORT_NOUNS,
    lacking_words=questions.LACKING,
    whose_lack_words=questions.WHOSE_LACK,
    unasked_words=questions.UNASKED,
    suggestions=commands.SUGGESTIONS,
    reasons=REASONS,
    event_things=each(
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
            "budget budgets zeitbudget zeitbudgets schätzung schätzungen": "budget",
        }
    )
    | dict.fromkeys(("jemand zeit", "jemand zeiten", "jemand stunden"), "entry"),
    event_made_words=words(
        "neu neue neuen neuer neues angelegte angelegten gestartete gestartet gestoppte gestoppt bucht erfasst loggt"
    ),
    event_changed_words=words("geänderte geänderten geändert bearbeitete bearbeiteten änderungen umbenannte"),
    event_gone_words=words("gelöschte gelöschten gelöscht entfernte entfernten"),
    event_start_words=words("startet gestartet gestartete gestarteten start"),
    event_stop_words=words("stoppt gestoppt gestoppte gestoppten endet beendet"),
    event_over_words=words("über länger mehr >"),
    event_under_words=words("unter kürzer weniger <"),
    group_words=words("team gruppe"),
    unless_words=words("außer ausser"),
    about_period_words=words("an über für wegen zu zur"),
    event_than_words=words("als"),
    event_to_words=words("zu zum zur"),
    event_by_words=words("von vom"),
    event_my_words=words("mein meine meinen meiner"),
    event_except_words=words("außer ausser nicht ohne ruhe"),
    event_time_words=words("mal"),
    event_when_words=words("wenn sobald falls"),
    event_night_words=words("nachts nacht"),
)
