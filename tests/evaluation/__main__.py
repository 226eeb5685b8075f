"""`python -m tests.evaluation`: scores the parser, and says how that compares."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from tests.evaluation import floors, rendering
from tests.evaluation.corpus import CORPUS, Line, UnreadableCorpus, read_corpus
from tests.evaluation.libraries import LIBRARIES, Comparison, comparable, compare
from tests.evaluation.scoring import Scores, Tally, Timing, read_by_rules, score, timing

FELL = 1
"""The exit code where a score fell, or talk was read as a sure write."""


@click.command()
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=CORPUS,
    metavar="FOLDER",
    help="The corpus whose scores may not fall. Default: the project's own.",
)
@click.option(
    "--floors",
    "floors_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=floors.FLOORS,
    metavar="FILE",
    help="The scores that it may not fall below. Default: the project's own.",
)
@click.option(
    "--also",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    metavar="FOLDER",
    help="Score the lines of this folder too; may be repeated.",
)
@click.option("--misses/--no-misses", default=True, help="Whether each miss is printed. Default: it is.")
@click.option("--libraries/--no-libraries", default=True, help="Whether other libraries are asked too. Default: yes.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only lines of this kind; may be repeated.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object instead of tables.")
@click.option("--record", is_flag=True, help="Make this run's scores the ones that may not be fallen below.")
def evaluate(
    corpus: Path,
    floors_file: Path,
    also: Sequence[Path],
    misses: bool,
    libraries: bool,
    kinds: Sequence[str],
    in_json: bool,
    record: bool,
) -> None:
    """Score the parser on the corpus of the project, and on each FOLDER given with --also in the same format.

    Prints what is right by kind and by field, whether the reader is sure where it is right, its speed, and how
    dateparser and parsedatetime do on the bare time expressions in the same run.

    The exit code is 1 where the corpus of the project scores lower than was recorded, or where mere talk is read as a
    write with a confidence of 0.9 or more; 2 where a corpus cannot be read.
    """
    if record and kinds:
        raise click.UsageError("--record wants all kinds.")
    document = {}
    own: Scores | None = None
    for folder in (corpus, *also):
        name = "own corpus" if folder == corpus else folder.name
        lines = [line for line in _read(folder) if not kinds or line.kind in kinds]
        scores = score(lines)
        own = own or scores
        speed = timing([_reading(line) for line in lines])
        comparisons = _compare(lines, scores) if libraries else {}
        document[name] = rendering.as_json(scores, speed, comparisons)
        if not in_json:
            _print(name, scores, speed, comparisons, misses=misses)
    if in_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    assert own is not None
    if record:
        floors.record(own, floors_file)
    fell = _told_what_fell(own, None if kinds else floors.read_floors(floors_file))
    sys.exit(FELL if fell else 0)


def _read(folder: Path) -> list[Line]:
    try:
        return read_corpus(folder)
    except UnreadableCorpus as error:
        raise click.UsageError(str(error)) from None


def _reading(line: Line) -> Callable[[], object]:
    return lambda: read_by_rules(line)


def _compare(lines: Sequence[Line], scores: Scores) -> dict[str, Comparison]:
    chosen = comparable(lines)
    if not chosen:
        return {}
    ours = Comparison(timing=timing([_reading(line) for line in chosen]))
    ids = {id(line) for line in chosen}
    for reading in scores.readings:
        if id(reading.line) in ids:
            ours.by_kind.setdefault(reading.line.kind, Tally()).add(reading.right)
    return {rendering.OWN: ours} | {name: compare(chosen, find) for name, find in LIBRARIES.items()}


def _print(name: str, scores: Scores, speed: Timing, comparisons: Mapping[str, Comparison], *, misses: bool) -> None:
    if misses and scores.misses:
        click.echo(f"{name}: misses\n")
        for text in rendering.miss_lines(scores.misses):
            click.echo(text)
        click.echo()
    for text in rendering.score_lines(name, scores, speed):
        click.echo(text)
    click.echo()
    if comparisons:
        for text in rendering.comparison_lines(name, comparisons):
            click.echo(text)
        click.echo()


def _told_what_fell(own: Scores, least: Mapping[str, float] | None) -> bool:
    """On standard error, so that JSON stays JSON."""
    fell = [] if least is None else floors.shortfalls(own, least)
    for text in fell:
        click.echo(f"Fell: {text}", err=True)
    for reading in own.sure_writes_of_talk:
        click.echo(f"A sure write: {reading.line.id} {reading.line.text!r}", err=True)
    return bool(fell or own.sure_writes_of_talk)


if __name__ == "__main__":
    evaluate(prog_name="python -m tests.evaluation")
