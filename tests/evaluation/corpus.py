"""The lines that are scored; `corpus/README.md` says what each holds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from clankerbot_engine.catalogue import Catalogue, read_catalogue
from clankerbot_engine.preferences import Preferences

CORPUS = Path(__file__).parent / "corpus"
NEGATIVE = "negative"

Expected = dict[str, Any]

_PREFERENCES = TypeAdapter(Preferences)


class UnreadableCorpus(Exception):
    """Names the file and the line, and says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    kind: str
    text: str
    now: datetime
    zone: ZoneInfo
    expect: Expected
    accept: tuple[Expected, ...] = ()
    bare: str | None = None
    catalogue: Catalogue | None = None
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def answers(self) -> Iterator[Expected]:
        """All that is right, the first choice first."""
        yield self.expect
        for overlay in self.accept:
            yield self.expect | overlay


def read_corpus(folder: Path) -> list[Line]:
    """The lines of each `.jsonl` file; raises `UnreadableCorpus`."""
    catalogues = dict(_catalogues(folder))
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in _lines(path, catalogues)]
    if not lines:
        raise UnreadableCorpus(f"{folder} holds no line to score: no .jsonl file, or empty ones.")
    return lines


def _catalogues(folder: Path) -> Iterator[tuple[str, Catalogue]]:
    for path in sorted(folder.glob("*.json")):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            yield str(document["id"]), read_catalogue(document)
        except Exception as error:
            raise UnreadableCorpus(f"{path} is no catalogue: {error}") from error


def _lines(path: Path, catalogues: Mapping[str, Catalogue]) -> Iterator[Line]:
    for number, content in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not content.strip():
            continue
        try:
            yield _line(json.loads(content), catalogues)
        except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
            raise UnreadableCorpus(f"{path}, line {number}: {type(error).__name__}: {error}") from error


def _line(document: dict[str, Any], catalogues: Mapping[str, Catalogue]) -> Line:
    preferences = dict(document.get("prefs", {}))
    if "locale" in document:
        preferences["locale"] = document["locale"]
    return Line(
        id=document["id"],
        kind=document.get("kind", "utterance"),
        text=document["text"],
        now=datetime.fromisoformat(document["now"]),
        zone=ZoneInfo(document["tz"]),
        expect=dict(document["expect"]),
        accept=tuple(dict(overlay) for overlay in document.get("accept", ())),
        bare=document.get("bare"),
        catalogue=catalogues[document["catalogue"]] if "catalogue" in document else None,
        preferences=_preferences(preferences),
    )


def _preferences(values: dict[str, Any]) -> Preferences:
    unheard_of = set(values) - {each.name for each in fields(Preferences)}
    if unheard_of:
        raise ValueError(f"no such preference: {', '.join(sorted(unheard_of))}")
    return _PREFERENCES.validate_python(values)
