"""What is said in German where something was not read, or is asked; `“{}”` stands for what was quoted."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "Reminders for later come again and again: say how often, or ask for one right now.": (
        "Spätere Erinnerungen kommen immer wieder: sag, wie oft, oder erinnere gleich jetzt."
    ),
    "It is taken back at the end.": "Das ist am Ende zurückgenommen.",
    "It asks for more than the budgets.": "Das fragt nach mehr als nach den Zeitbudgets.",
    "It asks for more than who is missing hours.": "Das fragt nach mehr als danach, wem Stunden fehlen.",
    "A schedule cannot count weeks. When is it due instead?": (
        "Ein Zeitplan kann keine Wochen zählen. Wann soll es stattdessen sein?"
    ),
    "There is no such day: “{}”. Which one is meant?": "Einen solchen Tag gibt es nicht: „{}“. Welcher ist gemeint?",
    "An entry cannot be split here. Change its length, and log the other part.": (
        "Ein Eintrag lässt sich hier nicht teilen. Ändere seine Länge, und trage den anderen Teil ein."
    ),
    "Entries cannot be repeated here. Say the project, and how long it was.": (
        "Einträge lassen sich hier nicht wiederholen. Sag das Projekt, und wie lange es war."
    ),
    "Entries are deleted one at a time.": "Einträge werden einzeln gelöscht.",
    "I am not sure that I read this right. Shall I log “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich das eintragen: „{}“?"
    ),
    "I am not sure that I read this right. Shall I start a timer for “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich einen Timer starten: „{}“?"
    ),
    "I am not sure that I read this right. Shall I stop the timer?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich den Timer stoppen?"
    ),
    "I am not sure that I read this right. Shall I change the entry: “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich den Eintrag ändern: „{}“?"
    ),
    "I am not sure that I read this right. Shall I delete your last entry?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich deinen letzten Eintrag löschen?"
    ),
    "I am not sure that I read this right. Shall I delete the entry “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich diesen Eintrag löschen: „{}“?"
    ),
    "I am not sure that I read this right. Shall I delete the schedule “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich diesen Zeitplan löschen: „{}“?"
    ),
    "I am not sure that I read this right. Shall I do this again and again, at “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich das immer wieder tun: „{}“?"
    ),
    "I am not sure that I read this right. Shall I post “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich das posten: „{}“?"
    ),
    "I am not sure that I read this right. Shall I do this: “{}”?": (
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich das tun: „{}“?"
    ),
    "It asks for help with something else.": "Das fragt nach Hilfe zu etwas anderem.",
    "It asks for more than the projects.": "Das fragt nach mehr als den Projekten.",
    "It asks for more than the schedules.": "Das fragt nach mehr als den Zeitplänen.",
    "It asks for more than what is running now.": "Das fragt nach mehr als dem, was gerade läuft.",
    "It asks for more than 50 things at once.": "Das sind mehr als 50 Dinge auf einmal.",
    "It asks for nothing that is done here.": "Darin steht nichts, was hier getan wird.",
    "It asks for nothing that was tracked.": "Das fragt nach nichts, was erfasst wurde.",
    "It asks to be told something.": "Das bittet um eine Auskunft.",
    "It does not say how long.": "Es fehlt, wie lange.",
    "It does not say how long the rest was.": "Es fehlt, wie lange der Rest war.",
    "It does not say in which channel.": "Es fehlt, in welchem Kanal.",
    "It does not say on which days.": "Es fehlt, an welchen Tagen.",
    "It does not say the project's name.": "Es fehlt der Name des Projekts.",
    "It does not say what to change.": "Es fehlt, was sich ändern soll.",
    "It does not say what to do each time.": "Es fehlt, was jedes Mal geschehen soll.",
    "It does not say what to follow.": "Es fehlt, was verfolgt werden soll.",
    "It does not say what to post.": "Es fehlt, was gepostet werden soll.",
    "It does not say what to stop following.": "Es fehlt, was nicht mehr verfolgt werden soll.",
    "It does not say what to switch to.": "Es fehlt, wohin gewechselt werden soll.",
    "It does not say what was done.": "Es fehlt, was getan wurde.",
    "It does not say whether it began or ended then.": "Es fehlt, ob es da begann oder endete.",
    "It does not say which entry.": "Es fehlt, welcher Eintrag gemeint ist.",
    "It is too long to be one request.": "Das ist zu lang für eine Bitte.",
    "It reads like a plan or an estimate, and not like work that is done.": (
        "Das liest sich wie ein Plan oder eine Schätzung, und nicht wie getane Arbeit."
    ),
    "It reads like a question or a plan, and not like work that is done.": (
        "Das liest sich wie eine Frage oder ein Plan, und nicht wie getane Arbeit."
    ),
    "It reads like talk.": "Das liest sich wie ein Gespräch.",
    "It says by how much, and not how long it should be.": "Es sagt, um wie viel, und nicht, wie lang es sein soll.",
    "It says more than to connect Clockify.": "Das sagt mehr, als Clockify zu verbinden.",
    "It says more than to disconnect Clockify.": "Das sagt mehr, als Clockify zu trennen.",
    "It says more than to stop a timer.": "Das sagt mehr, als einen Timer zu stoppen.",
    "It says more than to undo the last change.": "Das sagt mehr, als die letzte Änderung zurückzunehmen.",
    "It says something that no entry can hold.": "Darin steht etwas, das in keinen Eintrag passt.",
    "Of an entry no single tag can be deleted, but all can, or it can be changed.": (
        "Aus einem Eintrag lässt sich kein einzelner Tag löschen, wohl aber alle; ändern lässt er sich auch."
    ),
    "Of an entry no such part can be deleted, but it can be changed.": (
        "So ein Teil lässt sich aus einem Eintrag nicht löschen, aber ändern."
    ),
    "Only entries and schedules can be deleted here.": "Hier lassen sich nur Einträge und Zeitpläne löschen.",
    "Schedules are deleted one at a time.": "Zeitpläne werden einzeln gelöscht.",
    "That cannot be done on a schedule.": "Das geht nicht nach Zeitplan.",
    "There is nothing to read.": "Da ist nichts zu lesen.",
    # questions
    "How long was it?": "Wie lange war es?",
    "I do not understand “{}”. Shall it be left out?": "„{}“ verstehe ich nicht. Soll es wegbleiben?",
    "Later or earlier?": "Später oder früher?",
    "Morning or evening?": "Morgens oder abends?",
    "That is longer than Clockify takes. How long was it?": "Das ist länger, als Clockify annimmt. Wie lange war es?",
    "When did it end?": "Wann hat es geendet?",
    "When did it start?": "Wann hat es begonnen?",
    "That is still to come. When did it start?": "Das liegt noch vor uns. Wann hat es begonnen?",
    "That is still to come. Which day is meant?": "Das liegt noch vor uns. Welcher Tag ist gemeint?",
    "The clocks went forward then. When did it end?": "Da wurden die Uhren vorgestellt. Wann hat es geendet?",
    "There is no project “{}”.": "Ein Projekt „{}“ gibt es nicht.",
    "There is no tag “{}”.": "Einen Tag „{}“ gibt es nicht.",
    "There is no task “{}” in “{}”.": "Eine Aufgabe „{}“ gibt es in „{}“ nicht.",
    "Which day is meant?": "Welcher Tag ist gemeint?",
    "Which day of “{}”?": "Welcher Tag von „{}“?",
    "Which of these projects?": "Welches dieser Projekte?",
    "Which project has the task “{}”?": "Welches Projekt hat die Aufgabe „{}“?",
    "Which project is “{}”?": "Welches Projekt ist „{}“?",
}
