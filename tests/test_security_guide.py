"""What docs/security.md says is held by tests, is: each that it names is there and has tests in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/security.md").read_text()


def test_all_ten_are_answered_each_with_the_tests_that_hold_it() -> None:
    points = re.split(r"\n\*\*API(\d+), ", GUIDE)[1:]
    assert points[::2] == [str(number) for number in range(1, 11)]
    for answer in points[1::2]:
        named = re.findall(r"`(tests/[a-z_/]+\.py)`", answer)
        assert "Held by" in answer
        assert named
        for path in named:
            assert re.search(r"^(async )?def test_", (ROOT / path).read_text(), re.MULTILINE), path


def test_it_is_found_from_where_people_look() -> None:
    assert "docs/security.md" in (ROOT / "SECURITY.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in ("sbom", "audit"):
        assert f"make {target}" in (ROOT / "SECURITY.md").read_text()
        assert re.search(rf"^{target}: ", makefile, re.MULTILINE)
    # What could not be looked up is a failure: an audit that has seen nothing must not look like a clean one.
    assert re.search(r"pip-audit .*--strict$", makefile, re.MULTILINE)
