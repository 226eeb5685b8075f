"""How long the rules take to read a text, within the process.

Prints the median and the 99th percentile over own sentences with 40 and with 10,000 projects (of five tasks each), and
over ones whose names are misspelt anew each time; by how much such a catalogue and its index make a fresh process
larger; how the time grows with the length of texts made to be hard; and, on times alone, the same beside dateparser and
parsedatetime where they are installed.
"""

import argparse
import gc
import importlib
import os
import random
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from clankerbot_engine.catalogue import Catalogue, Project, Tag, Task
from clankerbot_engine.parsing import parse
from clankerbot_engine.parsing.name_index import index_of

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 13, 16, 10, tzinfo=ZONE)

FIRST = (
    *("Amber", "Basalt", "Cedar", "Dune", "Ember", "Fjord", "Granite", "Harvest"),
    *("Indigo", "Juniper", "Kelp", "Lagoon", "Meadow", "Nectar", "Opal", "Prairie"),
)
SECOND = (
    *("Portal", "Shop", "Engine", "Migration", "Design", "Survey", "Backend"),
    *("Mobile", "Archive", "Campaign", "Audit", "Training", "Pilot", "Hub"),
)
TASKS = ("Build", "Review", "Plan", "Meetings", "Support")

SENTENCES = (
    "log 2h on {p}",
    "1.5h {p} yesterday",
    "{p} 45m: sketches for the landing page #design",
    "9-11:30 {p}",
    "worked on {p} from 1pm until 3 on Monday",
    "log the last 40 minutes on {p}",
    "please log an hour and a half on {p}, thanks",
    "2h on {p}, 30m standup and 1h code review on {q} yesterday",
    "log 20 min on {p} / Review tagged design, travel non-billable",
    "start {p}",
    "started {p} 20 minutes ago",
    "switch to {p}",
    "stop",
    "stop at 5:30pm",
    "what am I working on",
    "summary this week by project",
    "how much did I log on {p} last month?",
    "my hours for April 3 - April 9",
    "what did I do yesterday",
    "set my last entry to 2h",
    "delete my last entry",
    "undo",
    "every friday at 5pm post my week here",
    "list projects",
    "thanks, that was a great meeting",
    "can somebody look at the build? it is red again",
)
MISSPELT = ("2h on {p}", "start {p}", "1h {p}: sketches for the landing page", "how much did I log on {p} last month?")
TIMES = (
    "yesterday",
    "last Monday",
    "3 days ago",
    "May 5",
    "5 May 2026",
    "2026-05-05",
    "the day before yesterday",
    "yesterday at 4pm",
    "20 minutes ago",
    "last Friday at 10:30",
)
HARD = ("2h ", "9-11 ", "last ", "on falcom ", "and a half ", "1:", "#a ", "start {p} and ", "monday to ", '"')


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=40, help="times each sentence is read (default: 40)")
    options.add_argument("--projects", type=int, nargs="+", default=[40, 10_000], help="sizes of the catalogue")
    chosen = options.parse_args()
    for size in chosen.projects:
        measure_sentences(catalogue_of(size), chosen.rounds)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            taken = fresh.submit(memory_of, size).result()
        print(f"  memory: {taken:.1f} MB for the catalogue and all of its index (aim: under 30 MB)")
    measure_growth(catalogue_of(40))
    compare(chosen.rounds)


def catalogue_of(size: int) -> Catalogue:
    names = [f"{FIRST[i % len(FIRST)]} {SECOND[i // len(FIRST) % len(SECOND)]}" for i in range(size)]
    rounds = len(FIRST) * len(SECOND)
    projects = tuple(
        Project(
            name=name if i < rounds else f"{name} {i // rounds + 1}",
            id=f"project{i}",
            client=f"Client {i % 97}",
            tasks=tuple(Task(name=f"{task} {i}" if i % 3 else task, id=f"task{i}-{task}") for task in TASKS),
        )
        for i, name in enumerate(names)
    )
    return Catalogue(projects=projects, tags=tuple(Tag(name=name) for name in ("design", "travel", "meeting")))


def measure_sentences(catalogue: Catalogue, rounds: int) -> None:
    index = index_of(catalogue)
    chosen = random.Random(1)  # the same texts in every run
    texts = []
    for _ in range(rounds):
        for sentence in SENTENCES:
            p, q = chosen.choice(index.projects), chosen.choice(index.projects)
            texts.append(sentence.format(p=p.project.name, q=q.project.name))
    for text in texts[: len(SENTENCES)]:  # the index and the automata are made when first used
        read(text, catalogue)
    microseconds = timed(lambda text: read(text, catalogue), texts)
    tasks = sum(len(project.tasks) for project in catalogue.projects)
    print(f"{len(catalogue.projects):,} projects, {tasks:,} tasks")
    print(f"  {len(texts):,} texts: {spread(microseconds)}")
    slowest = max(zip(microseconds, texts, strict=True))
    print(f"  slowest: {slowest[0]:.0f} us, {slowest[1]!r}")
    names = [chosen.choice(index.projects).project.name for _ in range(10 * rounds)]
    misspelt = [chosen.choice(MISSPELT).format(p=with_slip(name, chosen)) for name in names]
    read(misspelt[0], catalogue)
    print(
        f"  {len(misspelt):,} with a misspelt name: {spread(timed(lambda text: read(text, catalogue), misspelt[1:]))}"
    )


def with_slip(name: str, chosen: random.Random) -> str:
    """A letter left out, doubled, or two changed."""
    i = chosen.randrange(1, len(name) - 2)
    slips = (name[:i] + name[i + 1 :], name[:i] + name[i] + name[i:], name[:i] + name[i + 1] + name[i] + name[i + 2 :])
    return chosen.choice(slips)


def memory_of(size: int) -> float:
    """Megabytes that a process grows by: run in a fresh one that has read some texts with another catalogue."""
    texts = [sentence.format(p="Amber Portal", q="Dune Shop") for sentence in SENTENCES]
    texts += ["2h on Ambre Portal", "set the task of my last entry to Reviw", "3h for client 7"]
    few = catalogue_of(40)
    for text in texts:
        read(text, few)
    gc.collect()
    before = resident()
    catalogue = catalogue_of(size)
    for text in texts:  # whatever the index makes only when asked
        read(text, catalogue)
    gc.collect()
    return (resident() - before) / 1e6


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measure_growth(catalogue: Catalogue) -> None:
    name = catalogue.projects[0].name
    print("Hard texts, milliseconds at 2,500, 5,000 and 10,000 characters (past a thousand tokens no more is read)")
    for hard in HARD:
        repeated = hard.format(p=name)
        times = []
        for length in (2_500, 5_000, 10_000):
            text = (repeated * length)[:length]
            times.append(min(timed(lambda text: read(text, catalogue), [text] * 3)) / 1000)
        print(f"  {repeated!r:24} {times[0]:8.1f} {times[1]:8.1f} {times[2]:8.1f}   x{times[2] / times[1]:.1f}")


def compare(rounds: int) -> None:
    print("Times alone")
    ours = timed(lambda said: read(f"log 2h {said}", None), [*TIMES] * rounds)
    print(f"  {'these rules, in a whole sentence':34} {spread(ours)}")
    for name, reader in (("dateparser", _dateparser), ("parsedatetime", _parsedatetime)):
        try:
            library = importlib.import_module(name)
        except ImportError:
            print(f"  {name:34} is not installed")
            continue
        read_one = reader(library)
        for said in TIMES:
            read_one(said)
        print(f"  {name:34} {spread(timed(read_one, [*TIMES] * rounds))}")


def _dateparser(library: object) -> Callable[[str], object]:
    moment = NOW.replace(tzinfo=None)
    settings = {"RELATIVE_BASE": moment, "PREFER_DATES_FROM": "past"}
    return lambda said: library.parse(said, languages=["en"], settings=settings)  # type: ignore[attr-defined]


def _parsedatetime(library: object) -> Callable[[str], object]:
    calendar = library.Calendar()  # type: ignore[attr-defined]
    return lambda said: calendar.parseDT(said, sourceTime=NOW.replace(tzinfo=None))


def read(text: str, catalogue: Catalogue | None) -> object:
    return parse(text, now=NOW, timezone=ZONE, catalogue=catalogue)


def timed(act: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Microseconds of the processor for each, so that what else runs counts less."""
    taken = []
    for text in texts:
        began = time.thread_time_ns()
        act(text)
        taken.append((time.thread_time_ns() - began) / 1000)
    return taken


def spread(microseconds: Sequence[float]) -> str:
    ordered = sorted(microseconds)
    return f"median {statistics.median(ordered):.0f} us, 99 % under {ordered[int(len(ordered) * 0.99)]:.0f} us"


if __name__ == "__main__":
    main()
