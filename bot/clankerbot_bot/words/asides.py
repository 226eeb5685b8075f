"""What is said beside a card: why a click did nothing, and that work goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Asides:
    card_gone: str
    not_yours: str
    cancelled: str
    not_running: str
    not_shared: str
    shared: str
    share_waits: str
    share_title: str
    share_label: str
    working: str
    """A status, after the bot's name."""
    prompts_title: str
    prompts: tuple[tuple[str, str], ...]
    """Title and message of each suggested prompt."""
    form_gone: str
    summary_csv: str
    bad_length: str
    no_length: str
    times_disagree: str
    bad_hours: str
    bad_github: str
    bad_lengths: str
    bad_quiet: str
    changed_meanwhile: str
    decided_already: str
    decide_with_own_key: str
    wrong_key: str
    no_csv: str
    csv_sent: str


ASIDES: Final[Mapping[str, Asides]] = {
    "en": Asides(
        card_gone="That message is too old to work with. Type it again, please.",
        not_yours="That belongs to somebody else. Type `help` to see what you can do yourself.",
        cancelled="Cancelled. Nothing was changed.",
        not_running="That timer is not running any more. Type `status` to see what is.",
        not_shared="I could not post to this channel. Invite me with `/invite`, then try again.",
        shared="Shared with the channel.",
        share_waits="Slack is busy: it will be posted to the channel in a moment.",
        share_title="Share",
        share_label="Channel",
        working="is on it…",
        prompts_title="For a start:",
        prompts=(
            ("Log time", "log 1h on "),
            ("Start a timer", "start "),
            ("My week", "summary this week by project"),
            ("Undo", "undo"),
        ),
        form_gone="That form has expired. Open it again, please.",
        summary_csv="Here is the summary as a CSV file.",
        bad_length="Type a length such as 1h 30m, 1.5h or 45m.",
        no_length="Say how long it was, or when it started and ended.",
        times_disagree="That is not the time between start and end. Leave one of them empty.",
        bad_hours="The day must end after it starts.",
        bad_github="That is no GitHub user name: letters, digits and hyphens, 39 at most.",
        bad_lengths="That leaves nothing: it must be more than what time entries must be longer than.",
        bad_quiet="Quiet hours have a beginning and an end, which differ. Or leave both empty.",
        changed_meanwhile="It has changed meanwhile, so nothing was done: this is how it is now.",
        decided_already="That is decided already.",
        decide_with_own_key="To decide this, connect with a key of your own for this workspace: type `connect`.",
        no_csv="I may not send files here. An admin can allow it: the app's scope `files:write`.",
        csv_sent="The CSV file is in your direct messages with me.",
        wrong_key="Clockify does not know this key. Copy it once more: Profile settings, API.",
    ),
    "de": Asides(
        card_gone="Diese Nachricht ist zu alt. Bitte tippe es noch einmal.",
        not_yours="Das gehört jemand anderem. Mit `help` siehst du, was du selbst tun kannst.",
        cancelled="Abgebrochen. Es wurde nichts geändert.",
        not_running="Dieser Timer läuft nicht mehr. Mit `status` siehst du, was läuft.",
        not_shared="In diesen Kanal kann ich nicht schreiben. Lade mich mit `/invite` ein und versuche es noch einmal.",
        shared="Im Kanal geteilt.",
        share_waits="Slack ist gerade beschäftigt: Es wird gleich im Kanal gepostet.",
        share_title="Teilen",
        share_label="Kanal",
        working="arbeitet daran …",
        prompts_title="Zum Anfang:",
        prompts=(
            ("Zeit erfassen", "log 1h on "),
            ("Timer starten", "start "),
            ("Meine Woche", "summary this week by project"),
            ("Rückgängig", "undo"),
        ),
        form_gone="Dieses Formular ist abgelaufen. Bitte öffne es noch einmal.",
        summary_csv="Hier ist die Übersicht als CSV-Datei.",
        bad_length="Gib eine Dauer an, etwa 1h 30m, 1,5h oder 45m.",
        no_length="Gib an, wie lange es war, oder wann es anfing und endete.",
        times_disagree="Das ist nicht die Zeit zwischen Anfang und Ende. Lass eines davon leer.",
        bad_hours="Der Tag muss nach seinem Anfang enden.",
        bad_github="Das ist kein GitHub-Name: Buchstaben, Ziffern und Bindestriche, höchstens 39.",
        bad_lengths="So bleibt nichts übrig: Es muss mehr sein als das, was die Einträge länger sein müssen.",
        bad_quiet="Ruhe hat einen Anfang und ein Ende, die sich unterscheiden. Oder lass beides leer.",
        changed_meanwhile="Es hat sich inzwischen geändert, also habe ich nichts getan: So ist es jetzt.",
        decided_already="Das ist schon entschieden.",
        decide_with_own_key="Verbinde dich dafür mit einem eigenen Schlüssel dieses Workspace: schreib `verbinden`.",
        no_csv="Ich darf hier keine Dateien senden. Ein Admin kann es erlauben: der Scope `files:write` der App.",
        csv_sent="Die CSV-Datei ist in deinen Direktnachrichten mit mir.",
        wrong_key="Clockify kennt diesen Schlüssel nicht. Kopiere ihn noch einmal: Profileinstellungen, API.",
    ),
}
"""By language, the same as the words'."""
