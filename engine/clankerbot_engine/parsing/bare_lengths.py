"""A length without its unit: of hours if it is small, of minutes if people count in such."""

_MOST_PARTED_HOURS = 12
_LEAST_MINUTES, _MOST_MINUTES, _STEP = 10, 480, 5


def bare_seconds(number: float, *, most_hours: int) -> int | None:
    if number != int(number):
        return round(number * 3600) if 0 < number <= _MOST_PARTED_HOURS else None
    if 1 <= number <= most_hours:
        return round(number * 3600)
    counts = _LEAST_MINUTES <= number <= _MOST_MINUTES and number % _STEP == 0
    return round(number * 60) if counts else None
