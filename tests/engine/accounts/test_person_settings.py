"""What a person sets here, over what the profile says."""

from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError

from clankerbot_engine.accounts.person_settings import NOTHING_SET, PersonSettings
from clankerbot_engine.preferences import Preferences

PROFILE = Preferences(hours_24=True, date_order="MDY", week_start=6, day_start=time(8))


def test_where_nothing_is_set_the_profile_decides() -> None:
    assert NOTHING_SET.over(PROFILE) == PROFILE
    assert PersonSettings().over(PROFILE) == PROFILE
    assert NOTHING_SET.zone is None


def test_what_is_set_wins_and_the_rest_stays() -> None:
    settings = PersonSettings(
        date_order="DMY", day_end=time(16), default_project="Apollo", timezone="Asia/Tokyo", language="de"
    )
    assert settings.over(PROFILE) == Preferences(
        locale="de",
        hours_24=True,
        date_order="DMY",
        week_start=6,
        day_start=time(8),
        day_end=time(16),
        default_project="Apollo",
    )
    assert str(settings.zone) == "Asia/Tokyo"


def test_a_day_that_would_end_before_it_starts_is_the_profiles() -> None:
    assert PersonSettings(day_end=time(7)).over(PROFILE).day_end == PROFILE.day_end


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": "../etc/passwd"},
        {"day_start": "17:00", "day_end": "09:00"},
        {"daily_target_s": 100_000},
        {"language": "tlh"},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PersonSettings.model_validate(wrong)


def test_they_outlive_a_version_that_knew_more() -> None:
    assert PersonSettings.model_validate({"language": "de", "mood": "good"}) == PersonSettings(language="de")
