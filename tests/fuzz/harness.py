"""One target under libFuzzer, by Atheris: `python -m tests.fuzz.harness TARGET FOLDER FLAG...`, as `make fuzz` does it.

What is imported within is measured, so that inputs that reach something new are known.
"""

import asyncio
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["clankerbot_engine", "clankerbot_bot", "clankerbot_http"]):
    from tests.fuzz.targets import opened


def main(name: str, folder: Path, flags: list[str]) -> None:
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        service = opened(name, folder)  # never left: libFuzzer ends the process
        target = loop.run_until_complete(service.__aenter__())
        atheris.Setup([sys.argv[0], *flags], lambda data: loop.run_until_complete(target(data)))
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
