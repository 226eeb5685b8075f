"""Finds the providers of webhooks that are installed."""

import inspect
from typing import Any, Final

from clankerbot_engine.errors import NotReady
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.plug_ins import plug_ins
from clankerbot_engine.webhooks.port import Provider

GROUP: Final = "clankerbot.webhook_providers"


def load_providers(resources: Resources) -> tuple[Provider, ...]:
    """Every provider that an installed distribution names in the entry point group.

    Raises `NotReady` where one cannot be used, or two have one name.
    """
    providers: tuple[Provider, ...] = tuple(plug_ins(GROUP, resources, called="webhook provider", lacks=_lacks))
    names = [provider.name for provider in providers]
    if twice := {name for name in names if names.count(name) > 1}:
        raise NotReady(f"Two webhook providers are called {', '.join(sorted(twice))}. Uninstall one of them.")
    return providers


def _lacks(provider: Any) -> list[str]:
    attributes = [name for name in ("name", "kept_headers") if not hasattr(provider, name)]
    methods = [name for name in ("identify", "normalize") if not callable(getattr(provider, name, None))]
    verifies = inspect.iscoroutinefunction(getattr(provider, "verify", None))
    return attributes + methods + ([] if verifies else ["verify"])
