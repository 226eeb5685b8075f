"""Finds the providers of webhooks that are installed."""

import inspect
import logging
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from clankerbot_engine.errors import NotReady
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.webhooks.port import Provider

log = logging.getLogger(__name__)

GROUP: Final = "clankerbot.webhook_providers"


def load_providers(resources: Resources) -> tuple[Provider, ...]:
    """Every provider that an installed distribution names in the entry point group, by name.

    Raises `NotReady`, naming the entry point, where one cannot be used, or two have one name.
    """
    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    providers = tuple(_load(entry, resources) for entry in entries)
    names = [provider.name for provider in providers]
    if twice := {name for name in names if names.count(name) > 1}:
        raise NotReady(f"Two webhook providers are called {', '.join(sorted(twice))}. Uninstall one of them.")
    return providers


def _load(entry: EntryPoint, resources: Resources) -> Provider:
    distribution = entry.dist.name if entry.dist is not None else "?"
    named = f"The webhook provider {entry.name} ({entry.value}, of the distribution {distribution})"
    remedy = "Repair that distribution or uninstall it."
    try:
        provider: Provider = entry.load()(resources)
    except NotReady:
        raise
    except Exception as error:
        log.exception("webhook_provider_broken", extra={"provider": entry.name, "distribution": distribution})
        raise NotReady(f"{named} cannot be loaded: {type(error).__name__}: {error}. {remedy}") from error
    if missing := _missing(provider):
        raise NotReady(f"{named} is not a provider: it lacks {', '.join(missing)}. {remedy}")
    return provider


def _missing(provider: Any) -> list[str]:
    attributes = [name for name in ("name", "kept_headers") if not hasattr(provider, name)]
    methods = [name for name in ("identify", "normalize") if not callable(getattr(provider, name, None))]
    verifies = inspect.iscoroutinefunction(getattr(provider, "verify", None))
    return attributes + methods + ([] if verifies else ["verify"])
