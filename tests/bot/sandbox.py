"""What a test looks up in the sandbox."""

from tests.bot.running import RunningBot


def entries_on(bot: RunningBot, project: str) -> int:
    """How many time entries there are on the projects of this name."""
    ids = {each.id for each in bot.sandbox.projects.values() if each.name == project}
    return sum(entry.project_id in ids for entry in bot.sandbox.entries.values())
