"""The stores as the rest of the engine sees them, one module each.

Every time is aware and in UTC; every method is its own transaction.
"""

from clankerbot_engine.stores.ports.activity import Activity, Happened, PostBacklog
from clankerbot_engine.stores.ports.audit import AuditEntry, AuditLog
from clankerbot_engine.stores.ports.cache import CacheEntry, CacheStore
from clankerbot_engine.stores.ports.cards import CardStore, StoredCard
from clankerbot_engine.stores.ports.documents import JsonDict
from clankerbot_engine.stores.ports.feed import FeedLine, FeedPage, FeedStore
from clankerbot_engine.stores.ports.inbox import Backlog, Delivery, DeliveryState, EntityKey, EntityState, InboxStore
from clankerbot_engine.stores.ports.installations import InstallationStore, StoredInstallation
from clankerbot_engine.stores.ports.journal import Journal, Operation, OperationState, WayIn
from clankerbot_engine.stores.ports.marks import MarkStore
from clankerbot_engine.stores.ports.nudges import Nudge, NudgeState, NudgeStore
from clankerbot_engine.stores.ports.outbox import OutboxStore, Post, PostState
from clankerbot_engine.stores.ports.pending import PendingBacklog, PendingRequest, PendingState, PendingStore
from clankerbot_engine.stores.ports.people import PersonStore, StoredConnection
from clankerbot_engine.stores.ports.requests import RequestStore, StoredRequest
from clankerbot_engine.stores.ports.schedules import PlanFiring, Schedule, ScheduleRun, ScheduleStore
from clankerbot_engine.stores.ports.subscriptions import Subscription, SubscriptionStore
from clankerbot_engine.stores.ports.tokens import SCOPES, ApiToken, Scope, TokenStore
from clankerbot_engine.stores.ports.webhook_sources import WebhookSource, WebhookSourceStore

__all__ = [
    "SCOPES",
    "Activity",
    "ApiToken",
    "AuditEntry",
    "AuditLog",
    "Backlog",
    "CacheEntry",
    "CacheStore",
    "CardStore",
    "Delivery",
    "DeliveryState",
    "EntityKey",
    "EntityState",
    "FeedLine",
    "FeedPage",
    "FeedStore",
    "Happened",
    "InboxStore",
    "InstallationStore",
    "Journal",
    "JsonDict",
    "MarkStore",
    "Nudge",
    "NudgeState",
    "NudgeStore",
    "Operation",
    "OperationState",
    "OutboxStore",
    "PendingBacklog",
    "PendingRequest",
    "PendingState",
    "PendingStore",
    "PersonStore",
    "PlanFiring",
    "Post",
    "PostBacklog",
    "PostState",
    "RequestStore",
    "Schedule",
    "ScheduleRun",
    "ScheduleStore",
    "Scope",
    "StoredCard",
    "StoredConnection",
    "StoredInstallation",
    "StoredRequest",
    "Subscription",
    "SubscriptionStore",
    "TokenStore",
    "WayIn",
    "WebhookSource",
    "WebhookSourceStore",
]
