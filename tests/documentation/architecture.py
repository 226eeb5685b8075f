"""The picture of the architecture, drawn from the source: its folders are the boxes, its imports the arrows.

`python -m tests.documentation.architecture` writes it anew.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
PICTURE: Final = ROOT / "docs" / "architecture.svg"
LAYERS: Final = (
    ("http", "REST, the pages, the command line; puts everything together"),
    ("bot", "Slack"),
    ("engine", "understands text and carries actions out"),
)
ABOVE: Final = ("Programs", "Browsers", "Terminals", "Slack", "Webhooks")
BELOW: Final = ("Clockify", "SQLite or Postgres", "Redis", "DeepSeek")

WIDTH, BOX_WIDTH, BOX_HEIGHT, GAP = 900, 126, 34, 8
IN_A_ROW: Final = 6
LEFT: Final = 34


@dataclass(frozen=True)
class Layer:
    name: str
    what: str
    folders: tuple[tuple[str, str], ...]
    """Each with the first line of its docstring."""
    imports: frozenset[str]
    """Other layers."""


def layers() -> list[Layer]:
    return [Layer(name, what, tuple(_folders(name)), frozenset(_imports(name))) for name, what in LAYERS]


def _package(layer: str) -> Path:
    return ROOT / layer / f"clankerbot_{layer}"


def _folders(layer: str) -> Iterator[tuple[str, str]]:
    for folder in sorted(_package(layer).iterdir()):
        if (folder / "__init__.py").is_file() and any(folder.glob("*.py")):
            told = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
            yield folder.name, told.partition("\n")[0]


def _imports(layer: str) -> Iterator[str]:
    others = {f"clankerbot_{name}": name for name, _ in LAYERS if name != layer}
    for module in _package(layer).rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            yield from (others[root] for name in names if (root := name.partition(".")[0]) in others)


def drawn() -> str:
    lines: list[str] = []
    y = 14
    lines += _row(ABOVE, y)
    y += BOX_HEIGHT + 34
    edges: dict[str, tuple[int, int]] = {}
    for layer in layers():
        rows = -(-len(layer.folders) // IN_A_ROW)
        height = 34 + rows * (BOX_HEIGHT + GAP) + 6
        edges[layer.name] = (y, y + height)
        lines.append(f'<rect class="layer" x="14" y="{y}" width="{WIDTH - 28}" height="{height}" rx="12"/>')
        lines.append(
            f'<text class="name" x="{LEFT}" y="{y + 22}">{layer.name}</text>'
            f'<text class="what" x="{LEFT + 64}" y="{y + 22}">{escape(layer.what)}</text>'
        )
        for number, (folder, told) in enumerate(layer.folders):
            x = LEFT + number % IN_A_ROW * (BOX_WIDTH + GAP)
            top = y + 32 + number // IN_A_ROW * (BOX_HEIGHT + GAP)
            lines += _box(folder, x, top, told)
        y += height + 40
    lines += _arrows(edges)
    lines += _row(BELOW, y)
    lines.append(_arrow(WIDTH // 2, edges["engine"][1], y))
    lines.append(_arrow(WIDTH // 2, 14 + BOX_HEIGHT, edges["http"][0]))
    y += BOX_HEIGHT + 14
    return "\n".join([_HEAD.format(width=WIDTH, height=y), *lines, "</svg>", ""])


def _arrows(edges: dict[str, tuple[int, int]]) -> Iterator[str]:
    """One for each pair of layers of which one imports the other, beside those of its other layers."""
    order = [name for name, _ in LAYERS]
    for layer in layers():
        for other in sorted(layer.imports, key=order.index):
            if order.index(other) == order.index(layer.name) + 1:
                yield _arrow(WIDTH // 2, edges[layer.name][1], edges[other][0])
            else:
                begin, end = edges[layer.name][1] - 20, edges[other][0] + 20
                x = WIDTH - 14
                yield f'<path class="arrow" d="M{x},{begin} h10 V{end} h-8" marker-end="url(#head)"/>'


def _arrow(x: int, begin: int, end: int) -> str:
    return f'<path class="arrow" d="M{x},{begin + 3} V{end - 6}" marker-end="url(#head)"/>'


def _row(names: tuple[str, ...], y: int) -> Iterator[str]:
    width = len(names) * (BOX_WIDTH + GAP) - GAP
    for number, name in enumerate(names):
        yield from _box(name, (WIDTH - width) // 2 + number * (BOX_WIDTH + GAP), y, "", kind="outside")


def _box(name: str, x: int, y: int, told: str, *, kind: str = "folder") -> Iterator[str]:
    title = f"<title>{escape(told)}</title>" if told else ""
    yield (
        f'<g class="{kind}">{title}<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="7"/>'
        f'<text x="{x + BOX_WIDTH // 2}" y="{y + 22}">{escape(name)}</text></g>'
    )


_HEAD: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>The layers of Clankerbot: http imports bot and engine, bot imports engine, engine imports neither</title>
<defs><marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0,0 8,4 0,8z" fill="#655f56"/></marker></defs>
<style>
svg {{ background: #fff; }}
text {{ font: 13px system-ui, sans-serif; fill: #1d1b18; }}
.folder text, .outside text {{ text-anchor: middle; font-size: 12.5px; }}
.name {{ font-weight: 700; font-size: 15px; }}
.what {{ fill: #655f56; }}
.layer {{ fill: #f7f5f0; stroke: #e2dcd1; }}
.folder rect {{ fill: #fff; stroke: #8d867a; }}
.outside rect {{ fill: none; stroke: #8d867a; stroke-dasharray: 4 3; }}
.arrow {{ fill: none; stroke: #655f56; stroke-width: 1.5; }}
</style>"""


if __name__ == "__main__":
    PICTURE.write_text(drawn())
