"""Somebody else's distributions on the path, as pip would install them."""

import sys
import textwrap
from pathlib import Path

import pytest


class Site:
    """A folder of its own. `close` forgets the modules that were imported from it."""

    def __init__(self, folder: Path, path: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._modules: list[str] = []
        path.syspath_prepend(str(folder))

    def install(self, name: str, entry_points: str, code: str = "") -> None:
        """The distribution `NAME-clankerbot` with the module `NAME_clankerbot`; `entry_points` as in their file."""
        module = f"{name}_clankerbot"
        metadata = self._folder / f"{module}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (self._folder / f"{module}.py").write_text(textwrap.dedent(code))
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-clankerbot\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(entry_points)
        self._modules.append(module)

    def close(self) -> None:
        for module in self._modules:
            sys.modules.pop(module, None)
