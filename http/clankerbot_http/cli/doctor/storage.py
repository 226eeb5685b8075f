"""The database, and the service that may be running on it."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from clankerbot_engine.errors import NotReady
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import Database, database_name, database_path
from clankerbot_engine.stores.migrations import AFTER_NEWER, NEWER, is_current, is_newer
from clankerbot_http.addresses import url_of
from clankerbot_http.cli.doctor.findings import Finding

TOPIC = "database"
LEAST_FREE_BYTES = 200_000_000


async def check_database(settings: Settings) -> AsyncIterator[Finding]:
    """Makes nothing: a database that is not there yet stays so."""
    path = database_path(settings.database_url)
    if path is None:
        yield await _schema(settings.database_url, database_name(settings.database_url))
        return
    path = path.absolute()
    folder = _nearest_folder(path)
    if not path.exists():
        if os.access(folder, os.W_OK | os.X_OK):
            yield Finding(TOPIC, "ok", f"{path} is not there yet; it is made at the first start.")
        else:
            yield Finding(TOPIC, "problem", f"{path} cannot be made: {folder} may not be written.", _RIGHTS)
            return
    elif not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK)):
        yield Finding(TOPIC, "problem", f"{path} may not be written.", _RIGHTS)
        return
    else:
        yield await _schema(settings.database_url, str(path))
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        yield Finding(TOPIC, "warning", f"Less than 200 MB are free in {folder}.", "Make room on that disk.")


_RIGHTS = "Give the user that runs clankerbot the right to write there, or set DATABASE_URL to another place."


def _nearest_folder(path: Path) -> Path:
    return next(folder for folder in path.parents if folder.is_dir())


async def _schema(url: str, name: str) -> Finding:
    try:
        database = await Database.open(url, role="admin")
        try:
            current, newer = await is_current(database), await is_newer(database)
            version = database.version
        finally:
            await database.close()
    except NotReady as error:
        return Finding(TOPIC, "problem", error.message, "Set DATABASE_URL to another one, or restore a backup.")
    if newer:
        return Finding(TOPIC, "problem", f"{name} {NEWER}", AFTER_NEWER)
    if not current:
        mend = "Run: clankerbot migrate (clankerbot serve does the same when it starts)."
        return Finding(TOPIC, "warning", f"{name} has the schema of an older version.", mend)
    return Finding(TOPIC, "ok", f"{name} can be written and its schema is current ({version}).")


async def check_redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding("redis", "off", "REDIS_URL is not set; only several instances gain by it.")
    from clankerbot_engine.shared.redis import RedisServer

    try:
        server = await RedisServer.open(settings.redis_url, metrics=Metrics())
    except NotReady as error:
        return Finding(
            "redis", "problem", error.message, "Correct the password, the number or the options in REDIS_URL."
        )
    await server.close()
    if server.problem is not None:
        mend = "Start it, or correct REDIS_URL. Until then each instance counts rate limits by itself."
        return Finding("redis", "problem", server.problem, mend)
    return Finding("redis", "ok", f"{server.name} answers.")


async def check_service(settings: Settings, http: httpx.AsyncClient) -> Finding:
    if settings.port == 0:
        return Finding("service", "off", "PORT is 0, so each start takes another port: nothing to look for.")
    url = url_of(settings.host, settings.port)
    try:
        answer = await http.get(f"{url}/readyz", timeout=3)
    except httpx.HTTPError:
        return Finding("service", "off", f"Nothing answers at {url}.", "Start it with: clankerbot serve")
    if answer.status_code == 200:
        return Finding("service", "ok", f"It runs at {url} and is ready.")
    if answer.status_code == 503:
        return Finding("service", "problem", f"It runs at {url} but is not ready.", f"See {url}/readyz for the cause.")
    return Finding(
        "service", "warning", f"Another program answers at {url}.", "Set PORT to another port (0 takes a free one)."
    )
