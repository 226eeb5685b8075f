"""Slack's refusals, as its client raises them."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse


def error_of(error: SlackApiError) -> str | None:
    """In Slack's word; None where the answer was none of its API's."""
    said = error.response
    if not isinstance(said, AsyncSlackResponse):
        return None
    if said.status_code == 429:
        return "ratelimited"
    return said.data.get("error") if isinstance(said.data, dict) else None


def retry_after_s(error: SlackApiError) -> float | None:
    headers = error.response.headers if isinstance(error.response, AsyncSlackResponse) else {}
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    return float(given) if given and str(given).isdecimal() else None
