"""Cookies of requests, whatever else is in the header."""

from http.cookies import CookieError, SimpleCookie

from starlette.requests import Request


def cookie_of(request: Request, name: str) -> str:
    """Empty where there is none."""
    try:
        cookie = SimpleCookie(request.headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return "" if cookie is None else cookie.value[:200]
