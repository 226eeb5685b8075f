"""What a text must be before anything reads it."""

from clankerbot_engine.errors import PayloadTooLarge, ValidationFailed

MAX_TEXT = 10_000
"""As `clankerbot_engine.actions` has it, whose models take long to import."""


def check_text(text: str) -> None:
    """Raises `ValidationFailed` or `PayloadTooLarge` for what can be neither read nor sent."""
    if len(text) > MAX_TEXT:
        raise PayloadTooLarge(f"The text has {len(text)} characters; {MAX_TEXT} are read at most.")
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValidationFailed("The text is not valid Unicode, or holds a NUL character.", field="text")
