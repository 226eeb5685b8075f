"""Many rows in one statement, as each database takes them with the least effort.

A statement for each row, also by `executemany`, takes the interpreter's lock anew each time: in a busy process that is
what a row mostly costs.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import JSON, Boolean, Column, Integer, Table

from clankerbot_engine.stores.tables import UtcDateTime

Names = tuple[str, ...]


def names_of(record: Any) -> Names:
    """The columns that a dataclass has a field for."""
    return tuple(field.name for field in fields(record))


def rows_of(table: Table, names: Names, records: Sequence[Any]) -> list[list[Any]]:
    """As they are written: moments without a zone, in UTC, as SQLAlchemy writes them to SQLite; documents as JSON."""
    writers = [_WRITERS.get(type(table.c[name].type), _as_it_is) for name in names]
    return [[write(getattr(record, name)) for name, write in zip(names, writers, strict=True)] for record in records]


@lru_cache
def insert_of_values(table: Table, names: Names, count: int) -> str:
    """Takes the values of `count` rows, one after the other."""
    row = f"({', '.join('?' for _ in names)})"
    return f"{_into(table, names)} VALUES {', '.join([row] * count)} ON CONFLICT DO NOTHING"


@lru_cache
def insert_of_json(table: Table, names: Names) -> str:
    """Takes the rows as one document (`as_document`): nothing else is as cheap to write, and to send to a server."""
    values = ", ".join(_read(number, table.c[name]) for number, name in enumerate(names))
    return f"{_into(table, names)} SELECT {values} FROM json_array_elements(%s::json) AS value ON CONFLICT DO NOTHING"  # noqa: S608 - names of our own


def as_document(rows: Sequence[Sequence[Any]]) -> str:
    document = orjson.dumps(rows)
    if b"\\u0000" in document:  # Postgres keeps no NUL in a text (`stores.postgres`)
        document = orjson.dumps([[_without_nul(value) for value in row] for row in rows])
    return document.decode()


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_WRITERS: Final[dict[type, Callable[[Any], Any]]] = {UtcDateTime: _moment, JSON: _json}


def _into(table: Table, names: Names) -> str:
    return f"INSERT INTO {table.name} ({', '.join(names)})"


def _read(number: int, column: Column[Any]) -> str:
    text = f"(value->>{number})"
    match column.type:
        case UtcDateTime():
            return f"{text}::timestamp AT TIME ZONE 'UTC'"
        case JSON():
            return f"{text}::json"
        case Integer():
            return f"{text}::integer"
        case Boolean():
            return f"{text}::boolean"
    return text


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
