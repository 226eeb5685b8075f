"""`make fuzz`: looks for inputs that break something, beginning with the corpus; keeps what reaches something new."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.fuzz import corpus
from tests.fuzz.targets import NAMES

LONGEST = {"text": 300, "forwarded": 300, "cron": 60, "typed": 400, "sheet": 400, "sealed": 400}
"""In bytes; of the others 4,000."""
MOST_KEPT = 200
"""Of one run for one target, the shortest."""


@click.command()
@click.argument("targets", nargs=-1, type=click.Choice(NAMES))
@click.option("--minutes", type=float, default=5, show_default=True, help="For each target.")
def fuzz(targets: tuple[str, ...], minutes: float) -> None:
    """Fuzz each of TARGETS, or all. The exit code is 1 where something broke: its input is in the corpus then, too."""
    broken = [name for name in targets or NAMES if not goes_well(name, minutes)]
    sys.exit(f"broken: {', '.join(broken)}" if broken else 0)


def goes_well(name: str, minutes: float) -> bool:
    with TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)
        found, broke, known = folder / "found", folder / "broke", folder / "known"
        for each in (found, broke, known):
            each.mkdir()
        inputs = corpus.read(name)
        for number, data in enumerate(inputs):
            (known / str(number)).write_bytes(data)
        flags = [
            f"-max_total_time={minutes * 60:.0f}",
            f"-max_len={LONGEST.get(name, 4_000)}",
            *("-timeout=120", "-rss_limit_mb=6000", "-print_final_stats=1", f"-artifact_prefix={broke}/"),
        ]
        command = [sys.executable, "-m", "tests.fuzz.harness", name, folder / "state", *flags, found, known]
        ended = subprocess.run([str(each) for each in command], check=False).returncode
        new = sorted((each.read_bytes() for each in found.iterdir()), key=len)[:MOST_KEPT]
        corpus.write(name, [*inputs, *new, *(each.read_bytes() for each in broke.iterdir())])
    return ended == 0


if __name__ == "__main__":
    fuzz()
