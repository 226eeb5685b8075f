"""The yardstick of `slack_acks.py`: Bolt in FastAPI as its documentation has it, acknowledging a constant.

https://docs.slack.dev/tools/bolt-python/concepts/async, and the example of its FastAPI adapter.
"""

import os

from fastapi import FastAPI, Request
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import Response

# The token and the signing secret come from the environment.
bolt = AsyncApp(client=AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=f"{os.environ['SLACK_API_URL']}/"))
handler = AsyncSlackRequestHandler(bolt)
app = FastAPI()


@bolt.command("/clank")
async def clank(ack: AsyncAck) -> None:
    await ack("On it.")


@app.get("/")
async def ready() -> dict[str, bool]:
    return {"ok": True}


@app.post("/slack/events")
async def events(request: Request) -> Response:
    return await handler.handle(request)
