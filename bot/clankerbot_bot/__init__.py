"""The Slack side: what Slack is told of the app."""
