"""When a schedule comes round, in words; what has none stays an expression."""

import pytest

from clankerbot_bot.blocks.rhythms import coming, rhythm
from clankerbot_bot.words import words_for

ENGLISH, GERMAN = words_for("en"), words_for("de")


@pytest.mark.parametrize(
    ("cron", "english", "german"),
    [
        ("0 17 * * 5", "every Friday at 17:00", "jeden Freitag um 17:00"),
        ("0 9 * * 1-5", "on weekdays at 09:00", "werktags (Montag bis Freitag) um 09:00"),
        ("30 8,16 * * mon,wed,7", "every Monday, Wednesday and Sunday at 08:30 and 16:30", None),
        ("0 9 * * *", "every day at 09:00", "jeden Tag um 09:00"),
        ("0 9 15 * *", "on day 15 of each month at 09:00", "am 15. jedes Monats um 09:00"),
        ("0 9 L * *", "on the last day of each month at 09:00", None),
        ("*/15 * * * *", "every 15 minutes", "alle 15 Minuten"),
        ("5 * * * *", "every hour, at minute 5", None),
        ("0 9 1,15 * *", "0 9 1,15 * *", "0 9 1,15 * *"),
        ("0 9 * * 1#2", "on the 2nd Monday of each month at 09:00", "am 2. Montag jedes Monats um 09:00"),
        ("0 9 * * 5#1,5#3", "on the 1st and 3rd Friday of each month at 09:00", None),
        ("0 9 * * 0L", "on the last Sunday of each month at 09:00", "am letzten Sonntag jedes Monats um 09:00"),
        ("0 9 * * 1#2,5#2", "0 9 * * 1#2,5#2", None),
        ("0 9 * 3 *", "0 9 * 3 *", None),
        ("0 9 1 * 1", "0 9 1 * 1", None),
        ("0 9-17/2 * * *", "0 9-17/2 * * *", None),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_a_rhythm_is_said_as_people_say_it(cron: str, english: str, german: str | None) -> None:
    assert rhythm(cron, ENGLISH) == english
    if german is not None:
        assert rhythm(cron, GERMAN) == german


def test_what_comes_is_said_in_the_zone_of_the_schedule() -> None:
    moments = ["2026-10-23T15:00:00+00:00", "2026-10-30T16:00:00+00:00"]
    assert coming(moments, "Europe/Berlin", ENGLISH) == "Next: Fri 23 Oct 17:00; Fri 30 Oct 17:00"
    assert coming(moments, "nowhere", GERMAN) == "Als Nächstes: Fr., 23. Okt. 15:00; Fr., 30. Okt. 16:00"
    assert coming([], "UTC", ENGLISH) is None
