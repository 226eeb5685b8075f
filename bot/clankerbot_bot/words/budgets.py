"""What is said of projects' estimates, in each language."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetWords:
    title: str
    none: str
    row: str
    """With `{project}`, `{percent}`, `{tracked}` and `{estimate}`."""
    used_up: str
    """With `{day}`: when it will be, at this pace."""
    reached: str
    """With what `row` has."""
    instead: str
    """To whoever is told alone."""
    overdrawn: str
    """The same, of one that is used up; with `{over}`, a length, too."""


ENGLISH_BUDGETS: Final = BudgetWords(
    title="Budgets",
    none="No project has an estimate of its own. Set one in Clockify, under the project's *Settings*.",
    row="*{project}*: {percent}, {tracked} of {estimate}",
    used_up="used up on {day} at this pace",
    reached=":hourglass: *{project}* has used {percent} of its estimate: {tracked} of {estimate}.",
    instead="To have a channel told instead: `subscribe #leads to budgets`.",
    overdrawn=":rotating_light: *{project}* has used up its estimate: {tracked} of {estimate}, {over} more.",
)
GERMAN_BUDGETS: Final = BudgetWords(
    title="Zeitbudgets",
    none="Kein Projekt hat eine eigene Schätzung. In Clockify steht sie in den *Einstellungen* des Projekts.",
    row="*{project}*: {percent}, {tracked} von {estimate}",
    used_up="bei diesem Tempo aufgebraucht am {day}",
    reached=":hourglass: *{project}* hat {percent} der Schätzung verbraucht: {tracked} von {estimate}.",
    instead="Soll es stattdessen ein Kanal erfahren: `abonniere #leads Budgets`.",
    overdrawn=":rotating_light: *{project}* hat die Schätzung aufgebraucht: {tracked} von {estimate}, {over} mehr.",
)
