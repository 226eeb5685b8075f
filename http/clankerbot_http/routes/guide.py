"""The documentation, served beside what it is about."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.errors import NotFound
from clankerbot_http.requests import services_of
from clankerbot_http.routes.direct import DirectRoute
from clankerbot_http.web.guide import FIRST, guide
from clankerbot_http.web.pages import page
from clankerbot_http.web.rendering import rendered
from clankerbot_http.web.words import ENGLISH

router = APIRouter(route_class=DirectRoute, include_in_schema=False)


@router.get("/guide")
async def first(request: Request) -> Response:
    return _shown(request, FIRST)


@router.get("/guide/{name}")
async def other(request: Request) -> Response:
    """A page, or a picture."""
    name = request.path_params["name"]
    return _shown(request, name) if "." not in name else _picture(name)


@router.get("/guide/screenshots/{name}")
async def screenshot(request: Request) -> Response:
    return _picture(f"screenshots/{request.path_params['name']}")


def _shown(request: Request, name: str) -> Response:
    found = guide()
    if name not in found.pages:
        raise NotFound("There is no such page. /guide lists those that there are.")
    return page(
        rendered(
            "guide.html",
            words=ENGLISH,
            pages=list(found.pages.values()),
            page=found.pages[name],
            has_playground=services_of(request).playground is not None,
        )
    )


def _picture(name: str) -> Response:
    found = guide().pictures.get(name)
    if found is None:
        raise NotFound("There is no such picture.")
    content, kind = found
    return Response(content, media_type=kind)
