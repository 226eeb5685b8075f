"""A summary put into words and cells, before it is laid out as text, Markdown or a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`before_s` None: there is nothing to compare with. The texts are what is shown."""

    name: str
    seconds: int
    length: str
    share: str
    before_s: int | None = None
    before: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class SheetDay:
    label: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """In one language. `title` is the total, `about` which days and whose; `columns` are the titles of those that
    `cells` gives. `legend`: what stands for the period and for the one before. `by_day`: the title of `days`.
    """

    title: str
    about: str
    facts: str
    sentences: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    total: SheetRow
    legend: tuple[str, str]
    by_day: str
    days: tuple[SheetDay, ...]
    more: str
    """With `{n}`: how many rows are not shown."""
    nothing: str

    @property
    def is_compared(self) -> bool:
        return self.total.before_s is not None

    def cells(self, row: SheetRow) -> tuple[str, ...]:
        compared = (row.before, row.change) if self.is_compared else ()
        return (row.name, row.length, row.share, *compared)
