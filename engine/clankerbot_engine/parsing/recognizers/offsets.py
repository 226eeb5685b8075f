"""How far a time is from UTC: `Z`, `+02:00`, `-0500`."""

from clankerbot_engine.parsing.scan import Scan


def offset_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """`Z`, `+02:00`, `-0500`, `.000Z`: minutes, and where it ends."""
    words, glued = scan.words, scan.glued
    if words[i] == "." and glued[i] and scan.numbers[i + 1] >= 0 and glued[i + 1]:
        i += 2
    if words[i] == "z":
        return (0, i + 1) if glued[i] else None
    if words[i] not in {"+", "-"} or not glued[i + 1] or scan.digits(i + 1) not in {1, 2, 4}:
        return None
    sign, number = (1 if words[i] == "+" else -1), scan.numbers[i + 1]
    if scan.digits(i + 1) == 4:
        hours, minutes, end = number // 100, number % 100, i + 2
    elif words[i + 2] == ":" and glued[i + 2] and glued[i + 3] and scan.digits(i + 3) == 2:
        hours, minutes, end = number, scan.numbers[i + 3], i + 4
    else:
        hours, minutes, end = number, 0, i + 2
    return (sign * (hours * 60 + minutes), end) if hours < 15 and minutes < 60 else None


def is_offset(scan: Scan, i: int) -> bool:
    """`+0200` and `-0500` behind minutes, `+02:00` right behind them; "9:00 -1130" is a range, "9:00 +2h" a length."""
    if scan.words[i] not in {"+", "-"} or not scan.glued[i + 1]:
        return False
    if scan.digits(i + 1) == 4:
        return scan.words[i] == "+" or (scan.words[i + 1][0] == "0" and scan.numbers[i + 1] % 100 == 0)
    colon = scan.words[i] == "+" and scan.glued[i] and scan.digits(i + 1) == 2 and scan.words[i + 2] == ":"
    return colon and scan.digits(i + 3) == 2 and scan.numbers[i + 3] == 0
