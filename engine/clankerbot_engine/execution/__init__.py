"""Carries actions out, each write exactly once: the journal's life cycle, replay, reading back, undo."""
