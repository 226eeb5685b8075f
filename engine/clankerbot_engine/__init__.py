"""Understands time-log text and carries it out on Clockify, exactly once; knows nothing of Slack or FastAPI."""
