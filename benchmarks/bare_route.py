"""The yardstick of `http_stack.py` and `webhook_intake.py`: what a FastAPI route costs that does nothing."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Text(BaseModel):
    text: str


ANSWER: dict[str, Any] = {"ok": True, "data": {"kind": "log_time", "duration_s": 7200}, "error": None}


@app.get("/")
async def ready() -> dict[str, bool]:
    return {"ok": True}


# As most people write them: no response model declared.
@app.post("/actions/parse", response_model=None)
async def parse(body: Text) -> dict[str, Any]:
    return ANSWER


@app.post("/webhooks/clockify", response_model=None)
async def take_in(body: dict[str, Any]) -> dict[str, Any]:
    return ANSWER
