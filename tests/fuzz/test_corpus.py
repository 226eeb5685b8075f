"""What the fuzzer once found goes well: `make fuzz` looks for more."""

from pathlib import Path

import pytest

from tests.fuzz import corpus
from tests.fuzz.targets import NAMES, opened


@pytest.mark.parametrize("name", NAMES)
async def test_what_was_found_before_goes_well(tmp_path: Path, name: str) -> None:
    inputs = corpus.read(name)
    assert inputs
    async with opened(name, tmp_path) as target:
        for data in inputs:
            try:
                await target(data)
            except BaseException as error:
                error.add_note(f"with {data!r}")
                raise
