"""`InstallationStore` on SQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, RowMapping, Select, Update, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import StoredInstallation
from clankerbot_engine.stores.tables import installations


class SqlInstallationStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, installation: StoredInstallation) -> None:
        values = {**asdict(installation), "renewing_until": None}
        query = insert(installations).values(**values)
        query = query.on_conflict_do_update(
            index_elements=["id"], set_={name: query.excluded[name] for name in values if name != "id"}
        )
        await self._database.change(query)

    async def get(self, installation_id: str) -> StoredInstallation | None:
        found = await self._all(select(installations).where(installations.c.id == installation_id))
        return found[0] if found else None

    async def all(self) -> list[StoredInstallation]:
        return await self._all(select(installations).order_by(installations.c.id))

    async def claim_renewal(self, installation_id: str, *, now: datetime, until: datetime) -> bool:
        free = or_(installations.c.renewing_until.is_(None), installations.c.renewing_until <= now)
        return await self._changed(
            update(installations).where(installations.c.id == installation_id, free).values(renewing_until=until)
        )

    async def renew(self, installation_id: str, *, seen: str, sealed_tokens: str, expires_at: datetime | None) -> bool:
        return await self._changed(
            update(installations)
            .where(installations.c.id == installation_id, installations.c.sealed_tokens == seen)
            .values(sealed_tokens=sealed_tokens, expires_at=expires_at, renewing_until=None)
        )

    async def delete(self, installation_id: str) -> bool:
        return await self._changed(delete(installations).where(installations.c.id == installation_id))

    async def _changed(self, statement: Update | Delete) -> bool:
        return await self._database.change(statement) == 1

    async def _all(self, query: Select[Any]) -> list[StoredInstallation]:
        return [_stored(row) for row in await self._database.rows(query)]


def _stored(row: RowMapping) -> StoredInstallation:
    return StoredInstallation(
        id=row["id"],
        facts=row["facts"],
        installed_at=row["installed_at"],
        expires_at=row["expires_at"],
        sealed_tokens=row["sealed_tokens"],
    )
