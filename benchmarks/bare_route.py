"""The yardstick of `http_stack.py`: what a FastAPI route costs that does nothing."""

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


# As most people write it: no response model declared.
@app.post("/actions/parse", response_model=None)
async def parse(body: Text) -> dict[str, Any]:
    return ANSWER
