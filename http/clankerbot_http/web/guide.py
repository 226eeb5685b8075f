"""The documentation as pages: the Markdown files of `docs/`, and the changes.

Markup in them is text. They are read once; a page that is not among them is not looked for in the file system.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import escape

FIRST: Final = "README"
ORDER: Final = (
    FIRST,
    "slack",
    "what-you-can-type",
    "rest",
    "actions",
    "webhooks",
    "summaries",
    "schedules",
    "self-hosting",
    "operations",
    "security",
    "how-it-is-built",
    "changelog",
)
LAST: Final = len(ORDER) - 1
_PICTURES: Final = {".svg": "image/svg+xml", ".png": "image/png"}
_ELSEWHERE: Final = re.compile(r"[a-z]+:|#|/")


@dataclass(frozen=True, slots=True)
class GuidePage:
    name: str
    title: str
    html: str

    @property
    def path(self) -> str:
        return "/guide" if self.name == FIRST else f"/guide/{self.name}"


@dataclass(frozen=True, slots=True)
class Guide:
    """`pages` in the order in which they are read. `pictures`: by name, with their kind."""

    pages: Mapping[str, GuidePage]
    pictures: Mapping[str, tuple[bytes, str]]


@cache
def guide() -> Guide:
    folder, changes = _sources()
    texts = {each.name.removesuffix(".md"): each for each in folder.iterdir() if each.name.endswith(".md")}
    texts["changelog"] = changes
    pictures = {**_pictures(folder), **_pictures(folder / "screenshots", "screenshots/")}
    known = sorted(texts, key=_place)
    pages = [_page(name, texts[name].read_text(encoding="utf-8"), known) for name in known]
    return Guide({page.name: page for page in pages}, pictures)


def _place(name: str) -> tuple[int, str]:
    """What nobody has given a place comes before the changes."""
    return (2 * ORDER.index(name), name) if name in ORDER else (2 * LAST - 1, name)


def _sources() -> tuple[Traversable, Traversable]:
    """Of the installed package, or of the tree that it is worked on in."""
    installed = files("clankerbot_http.web") / "guide"
    if installed.is_dir():
        return installed / "docs", installed / "CHANGELOG.md"
    tree = Path(__file__).parent.parent.parent.parent
    return tree / "docs", tree / "CHANGELOG.md"


def _pictures(folder: Traversable, prefix: str = "") -> dict[str, tuple[bytes, str]]:
    if not folder.is_dir():
        return {}
    return {
        prefix + each.name: (each.read_bytes(), kind)
        for each in folder.iterdir()
        if (kind := _PICTURES.get("." + each.name.rpartition(".")[2])) is not None
    }


def _page(name: str, text: str, known: Sequence[str]) -> GuidePage:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    markdown.add_render_rule("fence", _code)
    tokens = markdown.parse(re.sub(r"<!--.*?-->\n?", "", text, flags=re.DOTALL))
    title = name
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            token.attrSet("id", anchor(following.content))
            if token.tag == "h1":
                title = following.content
        if token.type == "table_open":
            token.attrSet("tabindex", "0")  # a wide one is scrolled by keys, too
        for child in token.children or ():
            _lead(child, known)
    return GuidePage(name, title, markdown.renderer.render(tokens, markdown.options, {}))


def _code(renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    """As usual, but scrolled by keys, too."""
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def anchor(heading: str) -> str:
    """As repositories' own pages make them."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _lead(token: Token, known: Sequence[str]) -> None:
    """Links to other pages lead to them here, too; those to the source become the page about it."""
    if token.type == "image":
        token.attrSet("src", f"/guide/{token.attrGet('src')}")
        token.attrSet("loading", "lazy")
    elif token.type == "link_open":
        target = str(token.attrGet("href"))
        if _ELSEWHERE.match(target):
            return
        file, mark, fragment = target.partition("#")
        name = file.rpartition("/")[2].removesuffix(".md")
        name = "changelog" if name == "CHANGELOG" else name
        page = name if name in known and file.count("/") == (1 if name == "changelog" else 0) else FIRST
        token.attrSet("href", f"/guide{'' if page == FIRST else f'/{page}'}{mark}{fragment}")
