"""How the core API prints instants, durations and money."""

from datetime import datetime
from typing import Any

JsonObject = dict[str, Any]
CURRENCY = "EUR"


def instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_duration(seconds: int) -> str:
    """`PT1H30M`, `PT38S`, `PT0S`; hours exceed 24. Java prints the sign on each part."""
    sign, rest = ("-" if seconds < 0 else ""), abs(seconds)
    parts = ((rest // 3600, "H"), (rest % 3600 // 60, "M"), (rest % 60, "S"))
    text = "".join(f"{sign}{count}{unit}" for count, unit in parts if count)
    return f"PT{text or '0S'}"


def rate(amount: int | None) -> JsonObject | None:
    return None if amount is None else {"amount": amount, "currency": CURRENCY}
