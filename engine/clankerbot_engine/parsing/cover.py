"""The best reading of a text: the matches that lie beside each other and together win most."""

from typing import TypeVar

from clankerbot_engine.parsing.scan import Match

T = TypeVar("T")


def best_cover(matches: list[Match[T]], size: int) -> list[Match[T]]:
    """In order of the text; where two covers win the same, the one of the earlier recognizer. Linear in both."""
    if _lie_apart(matches):
        return matches  # as in most texts: there is nothing to choose
    ending: dict[int, list[Match[T]]] = {}
    for match in matches:
        ending.setdefault(match.end, []).append(match)
    won = [0.0] * (size + 1)
    last: list[Match[T] | None] = [None] * (size + 1)
    for end in range(1, size + 1):
        won[end] = won[end - 1]
        for match in ending.get(end, ()):
            total = won[match.start] + match.weight
            if total > won[end] + 1e-9:
                won[end] = total
                last[end] = match
    cover: list[Match[T]] = []
    end = size
    while end > 0:
        match_here = last[end]
        if match_here is None:
            end -= 1
        else:
            cover.append(match_here)
            end = match_here.start
    cover.reverse()
    return cover


def _lie_apart(matches: list[Match[T]]) -> bool:
    end = 0
    for match in matches:
        if match.start < end:
            return False
        end = match.end
    return True
