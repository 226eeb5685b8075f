"""Lists come whole, with and without `Last-Page`."""

from collections.abc import Callable

import httpx
import pytest

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.requester import MOST_PAGES
from clankerbot_engine.clockify.sandbox import SandboxState
from tests.engine.clockify.conftest import MakeClient


def pager(sizes: list[int], last_page: Callable[[int], str | None], asked: list[str]) -> object:
    """Answers with pages of these sizes; the header as `last_page` says for the page's number."""

    def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page"])
        asked.append(request.url.query.decode())
        rows = [{"id": f"{page}-{row}", "name": "x"} for row in range(sizes[page - 1])]
        said = last_page(page)
        return httpx.Response(200, json=rows, headers={} if said is None else {"Last-Page": said})

    return answer


@pytest.mark.parametrize(
    ("sizes", "header", "requests", "rows"),
    [
        ([2, 2, 1], lambda page: "true" if page == 3 else "false", 3, 5),
        ([2, 2], lambda page: "true" if page == 2 else "false", 2, 4),  # a full last page costs no further request
        ([1, 2, 1], lambda page: "TRUE" if page == 3 else "False", 3, 4),  # short pages before the last one
        ([2, 2, 1], lambda page: None, 3, 5),
        ([2, 2, 0], lambda page: None, 3, 4),
        ([0], lambda page: None, 1, 0),
        ([0, 0], lambda page: "false", 1, 0),  # an empty page ends it whatever it says
    ],
)
async def test_pages_are_read_to_the_last(
    make_client: MakeClient, sizes: list[int], header: Callable[[int], str | None], requests: int, rows: int
) -> None:
    asked: list[str] = []
    client = make_client(pager(sizes, header, asked))  # type: ignore[arg-type]
    found = await client.tags.all("65e58d90", page_size=2)
    assert (len(asked), len(found)) == (requests, rows)
    assert asked[0] == "page=1&page-size=2"


async def test_a_list_without_end_is_cut(make_client: MakeClient) -> None:
    asked: list[str] = []
    client = make_client(pager([1] * (MOST_PAGES + 5), lambda _: "false", asked))  # type: ignore[arg-type]
    assert len(await client.tags.all("65e58d90", page_size=1)) == len(asked) == MOST_PAGES


async def test_a_sandbox_list_comes_whole_in_small_pages(client: ClockifyClient, state: SandboxState) -> None:
    projects = await client.projects.all(state.workspace_id, page_size=5)
    assert {project.id for project in projects} == set(state.projects)
    assert state.traffic.count == 3
