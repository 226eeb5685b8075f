"""The README's table of what can be typed, made from examples that a test reads.

`python -m tests.evaluation.typing_table` prints it. The second half of a row is worded from what the parser made of the
first, so that the table cannot tell anything else.
"""

from collections.abc import Iterator, Sequence

from clankerbot_engine.actions import ActionBase
from clankerbot_engine.parsing import parse
from tests.evaluation.action_words import in_words
from tests.evaluation.demo_catalogue import DEMO_NOW, DEMO_ZONE, demo_catalogue

EXAMPLES = (
    "log 2h on Apollo yesterday",
    "1h30 hermes: route planner #bugfix",
    "9-11:30 Apollo / Design: telemetry sketches",
    "from 1pm until 3 on Mobile Banking, non-billable",
    "half an hour on cafe lumiere last Friday",
    "90 min muller gmbh on May 12, workshop prep",
    "could you add an hour and a half to Data Warehouse, please? 🙏",
    "log the last 40 minutes on Support",
    "log 1h on Internal yesterday at 3pm",
    "all day on Support last Friday",
    "1.5h Support on the first working day of the month",
    "2h on Apollo, 30m on Internal and 1h on Hermes yesterday",
    "9-12 Apollo, 13-16 Hermes",
    "8h Support on Monday and Tuesday",
    "start Hermes / Mobile App: offline mode",
    "started Apollo 20 min ago",
    "switch to Data Warehouse",
    "stop at 4pm",
    "resume Hermes",
    "what's running?",
    "how much did I log last week?",
    "team hours last month by user",
    "billable hours on Apollo since Monday",
    "report May 1 to May 12 by client",
    "report this month until yesterday",
    "show my entries for Monday",
    "set my last entry to 2h",
    "add 15 min to my last entry",
    'add "with Maria" to the note of my last entry',
    "move my last entry to Apollo Web",
    "move my last entry 30 minutes later",
    "delete my last entry",
    "undo",
    "list projects",
    "create project Sandpiper for Kestrel Bank",
    "every Friday at 5pm post my week here",
    "every weekday at 9:15 log 15m on Internal / Meetings",
    "remind me every weekday at 5pm to log my time",
    "delete schedule 2",
    "help",
)


def read_example(text: str) -> Sequence[ActionBase]:
    return parse(text, now=DEMO_NOW, timezone=DEMO_ZONE, catalogue=demo_catalogue()).actions


def table() -> str:
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield f"Typed on a {DEMO_NOW:%A}, {DEMO_NOW.day} {DEMO_NOW:%B} {DEMO_NOW:%Y}, at {DEMO_NOW:%H:%M}:"
    yield ""
    yield "| you type | it is read as |"
    yield "| --- | --- |"
    for text in EXAMPLES:
        reading = ";<br>".join(in_words(action, DEMO_NOW.date()) for action in read_example(text))
        yield f"| `{text}` | {reading} |"


if __name__ == "__main__":
    print(table())
