"""A host that is called over HTTP: its connections, which are its own, and how it is."""

from dataclasses import dataclass

import httpx

from clankerbot_engine.remotes.remote import Remote


@dataclass(frozen=True, slots=True)
class RemoteHost:
    http: httpx.AsyncClient
    remote: Remote
