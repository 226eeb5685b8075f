"""Pages and the files that they load."""

from functools import cache
from importlib.resources import files
from typing import Final

from starlette.responses import HTMLResponse, Response

from clankerbot_engine.errors import NotFound
from clankerbot_http.web.rendering import CSP

_KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def page(html: str) -> HTMLResponse:
    return HTMLResponse(html, headers={"Content-Security-Policy": CSP, "Referrer-Policy": "no-referrer"})


@cache
def _static() -> dict[str, tuple[bytes, str]]:
    """All of them, by name: nothing of a path reaches the file system."""
    folder = files("clankerbot_http.web") / "static"
    return {
        each.name: (each.read_bytes(), kind)
        for each in folder.iterdir()
        if (kind := _KINDS.get("." + each.name.rpartition(".")[2])) is not None
    }


def static_file(name: str) -> Response:
    """Raises `NotFound`."""
    found = _static().get(name)
    if found is None:
        raise NotFound("There is no such file.")
    content, kind = found
    return Response(content, headers={"Content-Type": kind})
