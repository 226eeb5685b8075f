"""The integration that needs no Slack: time entries, timers, summaries and projects in Clockify."""

from clankerbot_engine.integrations.clockify.integration import ClockifyIntegration

__all__ = ["ClockifyIntegration"]
