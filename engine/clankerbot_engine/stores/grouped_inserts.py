"""Many rows in one statement, as each database takes them with the least effort.

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

_ROWS_ON_SQLITE: Final = 64
"""In a statement: each number of them is a text of its own, which is to stay prepared."""

Names = tuple[str, ...]


def insert_new(connection: Connection, table: Table, records: Sequence[Any]) -> int:
    """Those that are not there yet; how many that were. `records`: dataclasses, with a column for each field."""
    return _insert(connection, table, records, "DO NOTHING")


def insert_or_replace(connection: Connection, table: Table, records: Sequence[Any]) -> None:
    """No two of them by the same key."""
    keys = [column.name for column in table.primary_key]
    changes = [f"{name} = excluded.{name}" for name in _names(records[0]) if name not in keys]
    _insert(connection, table, records, f"({', '.join(keys)}) DO UPDATE SET {', '.join(changes)}")


def _insert(connection: Connection, table: Table, records: Sequence[Any], conflict: str) -> int:
    names = _names(records[0])
    writers = [_WRITERS.get(type(table.c[name].type), _as_it_is) for name in names]
    rows = [[write(getattr(record, name)) for name, write in zip(names, writers, strict=True)] for record in records]
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(_of_json(table, names, conflict), (_document(rows),)).rowcount
    groups = [rows[start : start + _ROWS_ON_SQLITE] for start in range(0, len(rows), _ROWS_ON_SQLITE)]
    return sum(
        connection.exec_driver_sql(
            _of_values(table, names, len(group), conflict), tuple(chain.from_iterable(group))
        ).rowcount
        for group in groups
    )


def _names(record: Any) -> Names:
    return tuple(field.name for field in fields(record))


@lru_cache
def _of_values(table: Table, names: Names, count: int, conflict: str) -> str:
    row = f"({', '.join('?' for _ in names)})"
    return f"{_into(table, names)} VALUES {', '.join([row] * count)} ON CONFLICT {conflict}"


@lru_cache
def _of_json(table: Table, names: Names, conflict: str) -> str:
    """The rows come as one document: nothing else is as cheap to write, and to send to a server."""
    values = ", ".join(_read(number, table.c[name]) for number, name in enumerate(names))
    rows = f"SELECT {values} FROM json_array_elements(%s::json) AS value"  # noqa: S608 - names of our own
    return f"{_into(table, names)} {rows} ON CONFLICT {conflict}"


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


def _document(rows: Sequence[Sequence[Any]]) -> str:
    document = orjson.dumps(rows)
    if b"\\u0000" in document:  # Postgres keeps no NUL in a text (`stores.postgres`)
        document = orjson.dumps([[_without_nul(value) for value in row] for row in rows])
    return document.decode()


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: datetime | None) -> str | None:
    """In UTC and without a zone, as SQLAlchemy writes it to SQLite."""
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_WRITERS: Final[dict[type, Callable[[Any], Any]]] = {UtcDateTime: _moment, JSON: _json}
