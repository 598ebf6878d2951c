"""One service of the first peer: FastStream answers calls from a queue, asyncpg does the work. usage: service.py NAME."""

import asyncio
import os
import sys
from typing import Any

import asyncpg
import giving
import knowing
import pools
import ready
import uvloop
from asked import Actor, RecordGift, Refused
from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from pydantic import BaseModel

SERVICE = sys.argv[1]
CONCURRENT = 64
CONNECTIONS = 16 if SERVICE == "donations" else 6

# No confirms for answers: who misses one asks again with the same key.
broker = RabbitBroker(
    os.environ["AMQP_URI"],
    default_channel=Channel(prefetch_count=CONCURRENT, publisher_confirms=False),
    logger=None,
)
app = FastStream(broker, logger=None)
queue = RabbitQueue(f"{SERVICE}.calls", durable=False, auto_delete=True)
reads = {part: read for part, (service, read) in knowing.PARTS.items() if service == SERVICE}


class Call(BaseModel):
    """A call as the gateway sends it."""

    method: str
    community: str
    party_id: str
    roles: list[str]
    key: str | None = None
    about: str | None = None
    body: dict[str, Any] | None = None


@broker.subscriber(queue, ack_policy=AckPolicy.NACK_ON_ERROR)
async def answer(call: Call) -> dict[str, Any]:
    """Answer one call; a reasoned no is an answer too."""
    actor = Actor(call.community, call.party_id, frozenset(call.roles))
    try:
        return {"answer": await _done(pool, actor, call)}
    except Refused as refused:
        return {"status": refused.status, "code": refused.code}


async def _done(database: asyncpg.Pool, actor: Actor, call: Call) -> Any:
    if call.method == "record_gift":
        return await giving.record_gift(database, actor, call.key or "", RecordGift.model_validate(call.body))
    if call.method == "get_gift":
        return await giving.get_gift(database, actor, call.about or "")
    return await reads[call.method](database, actor, call.about or "")


async def main() -> None:
    """Answer until ended."""
    global pool  # noqa: PLW0603 - as its documentation does it
    pool = await pools.pool(SERVICE, CONNECTIONS)
    running = asyncio.create_task(app.run())
    while not broker.running:  # noqa: ASYNC110 - it offers nothing to wait for
        await asyncio.sleep(0.05)
    ready.tell()
    await running


if __name__ == "__main__":
    uvloop.run(main())
