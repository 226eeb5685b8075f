"""Lengths, lists and counts in plain English."""

from collections.abc import Iterable


def length(seconds: int) -> str:
    """`2 h`, `1 h 30 min`, `45 min`, `38 s`; hours exceed 24."""
    sign, rest = ("-" if seconds < 0 else ""), abs(seconds)
    parts = ((rest // 3600, "h"), (rest % 3600 // 60, "min"), (rest % 60, "s"))
    return sign + (" ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min")


def listed(names: Iterable[str], *, most: int = 5) -> str:
    """`A, B and C`; beyond `most`, how many more there are."""
    all_names = list(names)
    shown, more = all_names[:most], len(all_names) - most
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
