"""What is counted and timed: one `Metrics` per process, passed as an argument; `GET /metrics` prints its registry."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)


class Metrics:
    """Label values are names of ours (route templates, kinds, codes), never text from a person."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor time, descriptors; on Linux
        self.tasks = Gauge(
            "clankerbot_tasks", "Of this process's event loop: no more of them from day to day.", registry=self.registry
        )
        self.http_requests = Counter(
            "clankerbot_http_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.http_seconds = Histogram(
            "clankerbot_http_request_seconds", "Time to answer.", ["route"], buckets=SECONDS, registry=self.registry
        )
        self.clockify_requests = Counter(
            "clankerbot_clockify_requests",
            "Requests sent to Clockify, each try counted (a new free workspace has 30 an hour).",
            ["method", "route", "status"],  # status: the HTTP status, or "no_answer"
            registry=self.registry,
        )
        self.clockify_seconds = Histogram(
            "clankerbot_clockify_request_seconds",
            "Time of one try.",
            ["route"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.snapshots = Counter(
            "clankerbot_workspace_snapshots",
            "Reads of the workspace cache.",
            ["age"],  # "fresh", "stale" (served, then looked at again), or "missing" (waited for)
            registry=self.registry,
        )
        self.parses = Counter("clankerbot_parses", "Texts read.", ["parser"], registry=self.registry)
        self.llm_readings = Counter(
            "clankerbot_llm_readings",
            "Texts that a language model was to read.",
            ["outcome"],  # "ok", or why the rules answered instead
            registry=self.registry,
        )
        self.actions = Counter("clankerbot_actions", "Actions run.", ["kind", "outcome"], registry=self.registry)
        self.pending = Counter(
            "clankerbot_pending_requests",
            "Requests that were kept while Clockify did not answer.",
            ["outcome"],  # "kept", then "again" for each try in vain, and "done", "failed" or "discarded"
            registry=self.registry,
        )
        self.rate_limited = Counter("clankerbot_rate_limited", "Requests refused.", ["route"], registry=self.registry)
        self.deliveries = Counter(
            "clankerbot_webhook_deliveries", "Webhooks taken in.", ["provider", "outcome"], registry=self.registry
        )
        self.events = Counter(
            "clankerbot_webhook_events",
            "Deliveries worked off.",
            ["outcome"],  # "done", "again" (failed, and is tried again), "parked"
            registry=self.registry,
        )
        self.firings = Counter(
            "clankerbot_schedule_firings",
            "Schedules fired.",
            ["outcome", "began"],  # "on_time", or "late": a minute or more after it was due
            registry=self.registry,
        )
        self.firing_seconds = Histogram(
            "clankerbot_schedule_firing_seconds",
            "From when a schedule was due until its run had ended, also where it came late.",
            buckets=(1, 2.5, 5, 10, 30, 60, 300, 3600, 12 * 3600),
            registry=self.registry,
        )
        self.clockify_budget = Counter(
            "clankerbot_clockify_budget",
            "Calls to Clockify that its limits held back.",
            ["outcome"],  # "waited", or "told": when to come back
            registry=self.registry,
        )
        # Of the database, so the same in every instance; looked at when they are asked for.
        self.queue_waiting = Gauge(
            "clankerbot_queue_waiting", "Not worked off.", ["queue"], registry=self.registry
        )  # "inbox": webhooks; "outbox": posts to Slack; "pending": requests kept while Clockify does not answer
        self.queue_oldest_seconds = Gauge(
            "clankerbot_queue_oldest_seconds",
            "How long the one has waited that has waited longest.",
            ["queue"],
            registry=self.registry,
        )
        self.queue_parked = Gauge(
            "clankerbot_queue_parked", "Given up: somebody has to look.", ["queue"], registry=self.registry
        )
        self.database_away = Gauge(
            "clankerbot_database_away", "1 while the database cannot be used.", registry=self.registry
        )
        self.redis_away = Gauge(
            "clankerbot_redis_away", "1 while Redis is set and does not answer.", registry=self.registry
        )
        self.rate_limits_alone = Counter(
            "clankerbot_rate_limits_alone",
            "Rate limits that this instance decided by itself, since Redis did not answer.",
            registry=self.registry,
        )
        self.breaker_state = Gauge(
            "clankerbot_breaker_state",
            "Whether a remote is asked: 0 yes, 1 by one call to see how it is, 2 no.",
            ["remote"],
            registry=self.registry,
        )
        self.breaker_refusals = Counter(
            "clankerbot_breaker_refusals",
            "Calls that were not made, since the remote was failing.",
            ["remote"],
            registry=self.registry,
        )
        self.retries = Counter(
            "clankerbot_retries",
            "Tries after the first one.",
            ["remote", "outcome"],  # "sent", or "no_budget": given up, as retries are a tenth of the calls
            registry=self.registry,
        )
