"""Many rows in one statement.

A statement for each row, also by `executemany`, takes the interpreter's lock anew each time: in a busy process that is
what a row mostly costs.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import orjson
from sqlalchemy import JSON, Boolean, Column, Connection, Integer, Table

from clankerbot_engine.stores.tables import UtcDateTime

_MOST_ON_SQLITE: Final = 32
"""Rows in a statement: each number of them is a text of its own, which is to stay prepared."""


def insert_new(connection: Connection, table: Table, records: Sequence[Any]) -> int:
    """How many were not there yet. `records`: dataclasses of one kind, with a column for each field."""
    names = tuple(field.name for field in fields(records[0]))
    writers = [_WRITERS.get(type(table.c[name].type), _as_it_is) for name in names]
    rows = [[write(getattr(record, name)) for name, write in zip(names, writers, strict=True)] for record in records]
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(_on_postgres(table, names), (_document(rows),)).rowcount
    groups = [rows[start : start + _MOST_ON_SQLITE] for start in range(0, len(rows), _MOST_ON_SQLITE)]
    return sum(
        connection.exec_driver_sql(_on_sqlite(table, names, len(group)), tuple(chain.from_iterable(group))).rowcount
        for group in groups
    )


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it to SQLite."""
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_WRITERS: Final[dict[type, Callable[[Any], Any]]] = {UtcDateTime: _moment, JSON: _json}


@lru_cache
def _on_sqlite(table: Table, names: tuple[str, ...], count: int) -> str:
    row = f"({', '.join('?' for _ in names)})"
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {', '.join([row] * count)} ON CONFLICT DO NOTHING"  # noqa: S608


@lru_cache
def _on_postgres(table: Table, names: tuple[str, ...]) -> str:
    """The rows come as one JSON document: nothing else is as cheap to write and to send."""
    values = ", ".join(_read(number, table.c[name]) for number, name in enumerate(names))
    rows = f"SELECT {values} FROM json_array_elements(%s::json) AS value"  # noqa: S608 - names of our own
    return f"INSERT INTO {table.name} ({', '.join(names)}) {rows} ON CONFLICT DO NOTHING"


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


def _document(rows: Sequence[Sequence[Any]]) -> str:
    document = orjson.dumps(rows)
    if b"\\u0000" in document:  # Postgres keeps no NUL in a text (`stores.postgres`)
        document = orjson.dumps([[_without_nul(value) for value in row] for row in rows])
    return document.decode()


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
