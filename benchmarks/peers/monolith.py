"""The monolith: FastAPI and asyncpg in one process, everything in one place and no broker in the way of an answer."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import giving
import knowing
import orjson
import pools
import uvicorn
from asked import RecordGift, Refused
from fastapi import FastAPI, Request, Response
from keys import Keys, idempotency_key

PROCESSES = int(os.environ.get("WORKERS", "1"))
DONATIONS_CONNECTIONS, OTHER_CONNECTIONS = 16 // PROCESSES, 6 // PROCESSES
JSON = "application/json"


@asynccontextmanager
async def life(app: FastAPI) -> AsyncIterator[None]:
    """Open the pools."""
    app.state.pools = {
        name: await pools.pool(name, OTHER_CONNECTIONS) for name in ("points", "merchants", "rural_link", "gateway")
    }
    app.state.pools["donations"] = await pools.pool("donations", DONATIONS_CONNECTIONS)
    app.state.keys = Keys(app.state.pools["gateway"])
    yield


app = FastAPI(lifespan=life)


@app.exception_handler(Refused)
async def refuse(_: Request, refused: Refused) -> Response:
    """Say no."""
    return Response(orjson.dumps(refused.body), refused.status, media_type="application/problem+json")


@app.post("/v1/gifts")
async def record_gift(asked: RecordGift, request: Request) -> Response:
    """Record a gift."""
    key = idempotency_key(request.headers)
    actor = await app.state.keys.actor(request.headers)
    return _answered(await giving.record_gift(app.state.pools["donations"], actor, key, asked), 201)


@app.get("/v1/gifts/{gift_id}")
async def get_gift(gift_id: str, request: Request) -> Response:
    """Show a gift."""
    actor = await app.state.keys.actor(request.headers)
    return _answered(await giving.get_gift(app.state.pools["donations"], actor, gift_id))


@app.get("/v1/parties/{party_id}/overview")
async def overview(party_id: str, request: Request) -> Response:
    """Everything about a party."""
    actor = await app.state.keys.actor(request.headers)
    parts = await asyncio.gather(
        *(read(app.state.pools[service], actor, party_id) for service, read in knowing.PARTS.values())
    )
    found = dict(zip(knowing.PARTS, parts, strict=True))
    return _answered({"party_id": party_id, **found, "partial": False, "missing": []})


@app.get("/readyz")
async def readyz() -> Response:
    """The pools are open when this answers."""
    return Response()


def _answered(answer: dict[str, Any], status: int = 200) -> Response:
    headers = {"ETag": f'"{answer["version"]}"'} if "version" in answer else None
    return Response(orjson.dumps(answer), status, headers, JSON)


if __name__ == "__main__":
    uvicorn.run(
        "monolith:app",
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        workers=PROCESSES,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
