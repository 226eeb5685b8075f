"""What browsers are told: to load nothing, except on the one page that needs something, and to frame nothing."""

import re
from base64 import b64encode
from hashlib import sha256

import httpx
import pytest

STRICT = "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/openapi.json", "/nowhere", "/actions/run", "/metrics"])
async def test_an_answer_loads_and_frames_nothing(nobody: httpx.AsyncClient, path: str) -> None:
    answer = await nobody.get(path)
    assert answer.headers.get_list("Content-Security-Policy") == [STRICT]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_documents_load_exactly_what_they_need(nobody: httpx.AsyncClient) -> None:
    page = await nobody.get("/docs")
    (policy,) = page.headers.get_list("Content-Security-Policy")
    allowed = {name: sources.split() for name, _, sources in (part.partition(" ") for part in policy.split("; "))}
    (script,) = re.findall(r'<script src="([^"]+)"', page.text)
    (inline,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    (style,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    assert allowed["script-src"] == [script, f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"]
    assert allowed["style-src"] == [style, "'unsafe-inline'"]
    assert allowed["connect-src"] == ["'self'"]
    assert allowed["img-src"] == ["data:"]
    for name in ("default-src", "base-uri", "form-action", "frame-ancestors"):
        assert allowed[name] == ["'none'"]
    others = {script, style}
    assert {url for url in re.findall(r'(?:src|href)="([^"]+)"', page.text) if url.startswith("http")} == others


async def test_the_documents_are_shown_to_nobody_else(nobody: httpx.AsyncClient) -> None:
    """Swagger UI would have a stranger's server fetch and judge them."""
    assert '"validatorUrl": null' in (await nobody.get("/docs")).text
