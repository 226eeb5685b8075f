"""What is said of missing hours and timers that run on, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clankerbot_bot.words.counted import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeWords:
    missing_today: str
    """With `{missing}`, `{logged}` and `{expected}`, lengths; so the next two."""
    missing_on: str
    """With `{when}`, too."""
    missing_since: str
    days: str
    """With `{days}`: days and what is missing on each."""
    no_timer: str
    long_timer: str
    """With `{length}`, `{about}` and `{since}`."""
    from_somebody: str
    """With `{person}` and `{text}`, what another person has one reminded of."""
    unknown: str
    """With `{why}`."""
    why_home: str
    why_schedule: str
    """With `{when}`, a rhythm."""
    why_schedule_of: str
    """With `{person}`, too."""
    why_lead: str
    """With `{person}`."""
    why_timer: str
    why_typed: str
    fill_as_yesterday: str
    """With `{length}` and `{project}`; so the next two."""
    fill_as_on: str
    """With `{day}`, of the work that is gone on with."""
    fill_day: str
    """With `{day}`, on which it is missing; so the next one."""
    log_day: str
    stop_now: str
    stop_at: str
    """With `{time}`."""
    stop_at_other: str
    stop_title: str
    stop_day: str
    stop_time: str
    bad_stop: str
    menu: Mapping[str, str]
    """What the menu offers, by operation; of `snooze` by its minutes."""
    snoozed: str
    """With `{time}`."""
    stopped: str
    turned_off: Mapping[str, str]
    """By the source of the nudge."""
    gone: str
    became: Mapping[str, str]
    """What became of a reminder that was typed, where it was not told."""
    told: str
    people: Counted
    missing_title: str
    """With `{when}`."""
    missing_nobody: str
    """With `{when}`."""
    missing_row: str
    """With `{name}`, `{missing}`, `{logged}` and `{expected}`."""
    own_zones: str
    not_reached: str
    told_to_all: str
    told_before: str
    missing_private: str
    remind_them: str
    remind_title: str
    remind_text: str
    timer_label: str
    timer_never: str
    timer_hours: Counted
    timer_hint: str
    quiet_hint: str
    others_label: str
    others_option: str


ENGLISH_NUDGES: Final = NudgeWords(
    missing_today=":bell: *{missing} are missing today:* {logged} of {expected} are logged.",
    missing_on=":bell: *{missing} are missing on {when}:* {logged} of {expected} are logged.",
    missing_since=":bell: *{missing} are missing, {when}:* {logged} of {expected} are logged.",
    days="Missing: {days}",
    no_timer=":bell: *No timer is running.* Shall one?",
    long_timer=":bell: *Your timer has been running for {length}* {about}, since {since}. Is that right?",
    from_somebody=":bell: {person} asks me to remind you: {text}",
    unknown=":bell: I was to look whether your time is logged, and could not find out. {why} Please look yourself.",
    why_home="You set this under Settings: on working days, if less than your hours are logged.",
    why_schedule="You asked for this: {when}.",
    why_schedule_of="{person} has the team reminded: {when}.",
    why_lead="{person} asked me to tell you.",
    why_timer="I ask about a timer that runs so long. Settings says how long, or never.",
    why_typed="You asked for this just now.",
    fill_as_yesterday="Fill {length} on {project} as yesterday",
    fill_as_on="Fill {length} on {project} as on {day}",
    fill_day="{day}: fill {length} on {project}",
    log_day="{day}: log {length}",
    stop_now="Stop now",
    stop_at="Stop at {time}",
    stop_at_other="Stop at another time",
    stop_title="Stop the timer",
    stop_day="Day",
    stop_time="It ended at",
    bad_stop="That is not between the start of the timer and now.",
    menu={
        "30": "Again in 30 minutes",
        "60": "Again in 1 hour",
        "180": "Again in 3 hours",
        "stop": "No more today",
        "off": "Turn this off",
    },
    snoozed="I look again at {time}, and tell you if it is still so.",
    stopped="No more reminders today.",
    turned_off={
        "home": "Turned off. Set a time under Settings to have it back.",
        "schedule": "Paused. Switch it on again under `list schedules`.",
        "others": "Nobody can have you reminded any more. Settings allows it again.",
        "timer": "I do not ask about timers any more. Settings turns it on again.",
    },
    gone="That reminder is over.",
    became={
        "timer_runs": "No reminder: a timer runs.",
        "logged": "No reminder: the hours are logged.",
        "day_off": "No reminder: it is no working day.",
        "stopped": "No reminder: you want none any more today.",
        "busy": "The reminder waits: Slack says not to disturb you.",
        "unknown": "The reminder waits: Clockify did not answer.",
    },
    told="Reminded.",
    people=Counted(
        "{n} person will be told, if it is so and they want to know.",
        "{n} people will be told, if it is so and they want to know.",
    ),
    missing_title="*Missing hours, {when}*",
    missing_nobody="*Nobody is missing hours, {when}*",
    missing_row="{name}: *{missing}* ({logged} of {expected})",
    own_zones="each where they are",
    not_reached="not connected here",
    told_to_all="Each of them whom I reach here is told, once, if it is still so.",
    told_before="They have been told already.",
    missing_private="Only you see this. Holidays and time off are taken into account, and today is not.",
    remind_them="Remind them",
    remind_title="Remind them?",
    remind_text="Each who can be reached here gets one friendly message, for these days, and no second one.",
    timer_label="Ask about a timer that runs for",
    timer_never="Never",
    timer_hours=Counted("{n} hour", "{n} hours"),
    timer_hint="10 hours, unless you say otherwise.",
    quiet_hint="What you did not ask for at that time waits until then. From 20:00 to 8:00, if empty.",
    others_label="Reminders by others",
    others_option="Leads may have me reminded of missing hours",
)

GERMAN_NUDGES: Final = NudgeWords(
    missing_today=":bell: *Heute fehlen {missing}:* {logged} von {expected} sind erfasst.",
    missing_on=":bell: *Am {when} fehlen {missing}:* {logged} von {expected} sind erfasst.",
    missing_since=":bell: *Es fehlen {missing}, {when}:* {logged} von {expected} sind erfasst.",
    days="Es fehlen: {days}",
    no_timer=":bell: *Es läuft kein Timer.* Soll einer laufen?",
    long_timer=":bell: *Dein Timer läuft seit {length}* {about}, seit {since}. Stimmt das?",
    from_somebody=":bell: {person} lässt dich erinnern: {text}",
    unknown=":bell: Ich konnte nicht nachsehen, ob deine Zeit erfasst ist. {why} Sieh bitte selbst nach.",
    why_home="Das hast du in den Einstellungen gewählt: an Arbeitstagen, wenn weniger als deine Stunden erfasst sind.",
    why_schedule="Darum hast du gebeten: {when}.",
    why_schedule_of="{person} lässt das Team erinnern: {when}.",
    why_lead="{person} hat mich gebeten, dir das zu sagen.",
    why_timer="Ich frage nach, wenn ein Timer so lange läuft. Wie lange, oder nie: in den Einstellungen.",
    why_typed="Darum hast du eben gebeten.",
    fill_as_yesterday="{length} auf {project} wie gestern",
    fill_as_on="{length} auf {project} wie am {day}",
    fill_day="{day}: {length} auf {project}",
    log_day="{day}: {length} erfassen",
    stop_now="Jetzt stoppen",
    stop_at="Um {time} stoppen",
    stop_at_other="Zu anderer Zeit stoppen",
    stop_title="Timer stoppen",
    stop_day="Tag",
    stop_time="Zu Ende um",
    bad_stop="Das liegt nicht zwischen dem Start des Timers und jetzt.",
    menu={
        "30": "In 30 Minuten noch einmal",
        "60": "In 1 Stunde noch einmal",
        "180": "In 3 Stunden noch einmal",
        "stop": "Heute nicht mehr",
        "off": "Ausschalten",
    },
    snoozed="Ich sehe um {time} wieder nach, und melde mich, wenn es noch so ist.",
    stopped="Heute keine Erinnerungen mehr.",
    turned_off={
        "home": "Ausgeschaltet. In den Einstellungen kannst du wieder eine Zeit wählen.",
        "schedule": "Pausiert. Wieder einschalten: `zeige Zeitpläne`.",
        "others": "Niemand kann dich mehr erinnern lassen. In den Einstellungen kannst du es wieder erlauben.",
        "timer": "Ich frage nicht mehr nach Timern. In den Einstellungen geht es wieder an.",
    },
    gone="Diese Erinnerung ist vorbei.",
    became={
        "timer_runs": "Keine Erinnerung: ein Timer läuft.",
        "logged": "Keine Erinnerung: die Stunden sind erfasst.",
        "day_off": "Keine Erinnerung: es ist kein Arbeitstag.",
        "stopped": "Keine Erinnerung: heute willst du keine mehr.",
        "busy": "Die Erinnerung wartet: in Slack willst du nicht gestört werden.",
        "unknown": "Die Erinnerung wartet: Clockify hat nicht geantwortet.",
    },
    told="Erinnert.",
    people=Counted(
        "{n} Person bekommt Bescheid, wenn es so ist und sie es wissen will.",
        "{n} Personen bekommen Bescheid, wenn es so ist und sie es wissen wollen.",
    ),
    missing_title="*Fehlende Stunden, {when}*",
    missing_nobody="*Niemandem fehlen Stunden, {when}*",
    missing_row="{name}: *{missing}* ({logged} von {expected})",
    own_zones="für alle nach ihrer Uhr",
    not_reached="hier nicht verbunden",
    told_to_all="Wen ich hier erreiche, bekommt einmal Bescheid, wenn es noch so ist.",
    told_before="Sie haben schon Bescheid bekommen.",
    missing_private="Das siehst nur du. Feiertage und Abwesenheiten sind berücksichtigt, heute zählt noch nicht.",
    remind_them="Erinnere sie",
    remind_title="Alle erinnern?",
    remind_text="Wer hier erreichbar ist, bekommt eine freundliche Nachricht zu diesen Tagen, und keine zweite.",
    timer_label="Nachfragen, wenn ein Timer läuft seit",
    timer_never="Nie",
    timer_hours=Counted("{n} Stunde", "{n} Stunden"),
    timer_hint="10 Stunden, wenn du nichts anderes sagst.",
    quiet_hint="Worum du nicht für diese Zeit gebeten hast, wartet so lange. Leer: von 20:00 bis 8:00.",
    others_label="Erinnerungen durch andere",
    others_option="Wer leitet, darf mich an fehlende Stunden erinnern lassen",
)
