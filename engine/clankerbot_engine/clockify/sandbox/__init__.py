"""A Clockify-compatible server of ours, for the demo and the tests: `create_sandbox(seeded_state(now))`.

It keeps one workspace in memory and refuses what the real one refuses. Where the real one is unknown or unpleasant
(`clockify-api`), it takes the side that finds a client's mistakes.
"""

from clankerbot_engine.clockify.sandbox.app import Sandbox, create_sandbox
from clankerbot_engine.clockify.sandbox.deliveries import Deliveries
from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.clockify.sandbox.seed import (
    ADMIN_API_KEY,
    DEMO_ADDON_TOKEN,
    DEMO_API_KEY,
    MANAGER_API_KEY,
    OWNER_API_KEY,
    REGULAR_API_KEY,
    seeded_state,
)
from clankerbot_engine.clockify.sandbox.state import SandboxState

__all__ = [
    "ADMIN_API_KEY",
    "DEMO_ADDON_TOKEN",
    "DEMO_API_KEY",
    "MANAGER_API_KEY",
    "OWNER_API_KEY",
    "REGULAR_API_KEY",
    "Deliveries",
    "Fault",
    "Sandbox",
    "SandboxState",
    "create_sandbox",
    "seeded_state",
]
