"""Which `now` a text may be read as of, over REST and on the command line."""

from datetime import datetime

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.parsing.dates import FIRST_YEAR, LAST_YEAR


def check_now(moment: datetime) -> None:
    """Raises `ValidationFailed` for a year in which nothing can be dated."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationFailed(f"now must lie between the years {FIRST_YEAR} and {LAST_YEAR}.", field="now")
