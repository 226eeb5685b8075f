"""Asks Clockify how a thing is now, where two events cannot be put in order by what they say."""

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.errors import NotFound, NotReady
from clankerbot_engine.stores.ports import JsonDict
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.time_entries import TIME_ENTRY, owner_in


class EntityLookup:
    """An `inbox.LookUp`, for time entries: one request each. A card that shows one as it was is a lie nobody notices.

    Of the rest the later arrival is taken, and it is said that this is not sure. Nothing false lasts by that:

    - projects, tasks, clients and tags: what the catalogue holds of them counts as stale (`freshness`), and is listed
      anew when a text next needs it: one request then, however many changes came in disorder, where a free workspace
      has 30 an hour;
    - requests for approval and for time off say when they were changed, so that their order is always known;
    - people and their groups: nothing that an event says of them is kept, they are asked for anew;
    - invoices, expenses, assignments, balances, rates: told of in channels, and kept nowhere.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def __call__(self, event: Event) -> JsonDict | None:
        if event.entity != TIME_ENTRY or event.entity_id is None or event.workspace_id is None:
            raise NotReady("Only time entries are looked up.")
        account = await self._account(event.workspace_id, owner_in(dict(event.data)))
        try:
            entry = await account.client.time_entries.get(event.workspace_id, event.entity_id, hydrated=True)
        except NotFound:
            return None
        return _as_delivered(entry, event)

    async def _account(self, workspace_id: str, user_id: str | None) -> Account:
        """The service's own, else that of the person whose time it is."""
        shared = self._accounts.shared
        if shared is not None and (await shared.cache.snapshot()).workspace_id == workspace_id:
            return shared
        for principal in await self._accounts.connected_as(workspace_id, user_id or ""):
            return await self._accounts.of(principal)
        raise NotReady("Nobody is connected who could look it up.")


def _as_delivered(entry: TimeEntry, event: Event) -> JsonDict:
    """In the shape of `Event.data`; what only events tell (the time zone) stays as the event says."""
    said = entry.model_dump(mode="json", by_alias=True, include={"id", "description", "billable"})
    ids = {"projectId": entry.project_id, "taskId": entry.task_id, "tagIds": list(entry.tag_ids or ())}
    interval, told = entry.time_interval, event.data.get("timeInterval")
    moments = {
        "start": None if interval is None or interval.start is None else interval.start.isoformat(),
        "end": None if interval is None or interval.end is None else interval.end.isoformat(),
    }
    project, task = entry.project, entry.task
    return {
        **event.data,
        **said,
        **ids,
        "timeInterval": {**(told if isinstance(told, dict) else {}), **moments},
        "project": None
        if project is None
        else {
            "name": project.name,
            "clientId": project.client_id,
            "clientName": project.client_name,
        },
        "task": None if task is None else {"name": task.name},
        "tags": [{"id": tag.id, "name": tag.name} for tag in entry.tags or ()],
    }
