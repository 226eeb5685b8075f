"""`TokenStore` on SQL."""

from datetime import datetime

from sqlalchemy import insert, or_, select, update
from sqlalchemy.engine import RowMapping

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import ApiToken
from clankerbot_engine.stores.tables import api_tokens


class SqlTokenStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, token: ApiToken, token_hash: str) -> None:
        await self._database.change(
            insert(api_tokens).values(
                id=token.id,
                name=token.name,
                token_hash=token_hash,
                scopes=sorted(token.scopes),
                created_at=token.created_at,
                expires_at=token.expires_at,
                revoked_at=token.revoked_at,
                limit_per_minute=token.limit_per_minute,
                last_used_at=token.last_used_at,
            )
        )

    async def find(self, token_hash: str) -> ApiToken | None:
        row = await self._database.row(select(api_tokens).where(api_tokens.c.token_hash == token_hash))
        return _token(row) if row else None

    async def get(self, token_id: str) -> ApiToken | None:
        row = await self._database.row(select(api_tokens).where(api_tokens.c.id == token_id))
        return _token(row) if row else None

    async def all(self) -> list[ApiToken]:
        return [_token(row) for row in await self._database.rows(select(api_tokens).order_by(api_tokens.c.id))]

    async def used(self, token_id: str, at: datetime) -> None:
        before = or_(api_tokens.c.last_used_at.is_(None), api_tokens.c.last_used_at < at)
        await self._database.change(
            update(api_tokens).where(api_tokens.c.id == token_id, before).values(last_used_at=at)
        )

    async def revoke(self, token_id: str, at: datetime) -> bool:
        valid = (api_tokens.c.id == token_id, api_tokens.c.revoked_at.is_(None))
        return await self._database.change(update(api_tokens).where(*valid).values(revoked_at=at)) == 1


def _token(row: RowMapping) -> ApiToken:
    return ApiToken(
        id=row["id"],
        name=row["name"],
        scopes=frozenset(row["scopes"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        limit_per_minute=row["limit_per_minute"],
        last_used_at=row["last_used_at"],
    )
