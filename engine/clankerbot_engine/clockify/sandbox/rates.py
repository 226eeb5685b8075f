"""What an hour of an entry earns and costs: the most particular rate that is set, in minor units."""

from collections.abc import Iterator

from clankerbot_engine.clockify.sandbox.records import Person, Project, Rates, Task, TimeEntry
from clankerbot_engine.clockify.sandbox.state import SandboxState

Rated = Task | Project | Person | Rates


def _by_precedence(state: SandboxState, entry: TimeEntry) -> Iterator[Rated]:
    """The task's rate, the member's on the project, the project's, the member's, the workspace's."""
    if entry.task_id in state.tasks:
        yield state.tasks[entry.task_id]
    if entry.project_id in state.projects:
        project = state.projects[entry.project_id]
        yield project.member_rates.get(entry.user_id, Rates())
        yield project
    yield state.people[entry.user_id]
    yield state.rates


def hourly_rate(state: SandboxState, entry: TimeEntry) -> int | None:
    rates = (rated.hourly_rate for rated in _by_precedence(state, entry))
    return next((rate for rate in rates if rate is not None), None)


def cost_rate(state: SandboxState, entry: TimeEntry) -> int | None:
    rates = (rated.cost_rate for rated in _by_precedence(state, entry))
    return next((rate for rate in rates if rate is not None), None)
